// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.AppView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.KeepRequest;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.access.SignedIn;
import dev.paastis.stale.StaleApps;
import dev.paastis.stale.StaleCase;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeps review apps from being deleted as stale. */
@RestController
@RequestMapping(path = "/api/v1/apps/{id}/keep", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Apps")
final class KeepController {
  private static final String ID = "The app's id or name.";

  private final AppFinder apps;
  private final AppViews views;
  private final StaleApps stale;
  private final AppLifecycle lifecycle;

  KeepController(AppFinder apps, AppViews views, StaleApps stale, AppLifecycle lifecycle) {
    this.apps = apps;
    this.views = views;
    this.stale = stale;
    this.lifecycle = lifecycle;
  }

  @PostMapping
  @Operation(
      summary = "Keep an app",
      description =
          "No rule deletes it, until a time or for good. Warnings that were out count no more.")
  AppView keep(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody KeepRequest request) {
    TrackedApp app = apps.get(who.space(), id);
    var kept = new StaleCase.Kept(until(request.until()), who.name(), reason(request));
    return answer(app, stale.keep(app, kept, AppActions.cause(who)));
  }

  @DeleteMapping
  @Operation(
      summary = "Keep an app no longer",
      description = "Rules count again. Before a deletion, both warnings come anew.")
  AppView keepNoLonger(
      @AuthenticationPrincipal SignedIn who, @Parameter(description = ID) @PathVariable String id) {
    TrackedApp app = apps.get(who.space(), id);
    return answer(app, stale.keepNoLonger(app, AppActions.cause(who)));
  }

  private AppView answer(TrackedApp app, boolean changed) {
    if (!changed) {
      throw new ProblemException(
          ErrorCode.APP_NOT_FOUND, "the app '" + app.app().name() + "' is gone");
    }
    return views.of(app);
  }

  private Instant until(@Nullable Instant until) {
    if (until == null || !until.isBefore(AppView.PINNED_WITHOUT_END)) {
      return Instant.MAX;
    }
    if (!until.isAfter(lifecycle.now())) {
      throw ProblemException.invalid("until", until, "a time after " + lifecycle.now());
    }
    return until;
  }

  private static String reason(KeepRequest request) {
    String reason = request.reason();
    if (reason == null || reason.isBlank()) {
      throw ProblemException.invalid("reason", String.valueOf(reason), "why, in your own words");
    }
    return reason.strip();
  }
}
