// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.ExplanationView;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Outlook;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Says why an app is as it is. */
@RestController
@RequestMapping(path = "/api/v1/apps/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Apps")
final class ExplanationController {
  private final AppFinder apps;
  private final Outlook outlook;
  private final ExplanationViews views;
  private final InstantSource clock;

  ExplanationController(AppFinder apps, Outlook outlook, EventViews events, InstantSource clock) {
    this.apps = apps;
    this.outlook = outlook;
    this.views = new ExplanationViews(events);
    this.clock = clock;
  }

  @GetMapping("/explanation")
  @Operation(
      summary = "Explain an app",
      description =
          "Why it is as it is, with every row of the table of precedence; for a later time, what"
              + " will be if nothing happens until then.")
  ExplanationView explain(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = "The app's id or name.") @PathVariable String id,
      @Parameter(description = "A time to come; now when missing.") @RequestParam(required = false)
          @Nullable Instant at) {
    TrackedApp app = apps.get(who.space(), id);
    Instant now = clock.instant();
    if (at != null && at.isBefore(now)) {
      throw ProblemException.invalid(
          "at",
          at,
          "a time from now on, which is %s; what was is at /api/v1/apps/%s/timeline"
              .formatted(now, app.app().name()));
    }
    return outlook
        .explain(app.id(), at)
        .map(explanation -> views.of(explanation, at != null))
        .orElseThrow(
            () -> new ProblemException(ErrorCode.APP_NOT_FOUND, "the app '" + id + "' is gone"));
  }
}
