// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.AppView;
import dev.paastis.api.ReasonRequest;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Marks apps as production, and lifts what that keeps from them. */
@RestController
@RequestMapping(path = "/api/v1/apps/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Apps")
final class ProtectionController {
  private static final String ID = "The app's id or name.";

  private final AppFinder apps;
  private final AppViews views;
  private final AppActions actions;
  private final ProductionMarks marks;

  ProtectionController(AppFinder apps, AppViews views, AppActions actions, ProductionMarks marks) {
    this.apps = apps;
    this.views = views;
    this.actions = actions;
    this.marks = marks;
  }

  @PostMapping("/protect")
  @Operation(
      summary = "Mark an app as production",
      description =
          "Nothing puts it to sleep from now on. A protection that was lifted is restored.")
  AppView protect(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody(required = false) @Nullable ReasonRequest request) {
    var app = apps.get(who.space(), id);
    if (app.app().wall() != null && request == null) {
      return views.of(actions.lift(app, null, who));
    }
    String why = request == null ? "marked by " + who.name() : reason(request);
    return views.of(marks.mark(app, why, who));
  }

  @PostMapping("/unprotect")
  @Operation(
      summary = "Lift an app's protection",
      description = "For this app only, with a reason, which is kept.")
  AppView unprotect(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody ReasonRequest request) {
    return views.of(actions.lift(apps.get(who.space(), id), reason(request), who));
  }

  @PostMapping("/not-production")
  @Operation(
      summary = "Take back that an app is production",
      description =
          "For an app that was marked, or taken over as production, by mistake. It sleeps like any"
              + " other from now on. Not for an app whose whole account is production.")
  AppView notProduction(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody ReasonRequest request) {
    return views.of(marks.unmark(apps.get(who.space(), id), reason(request), who));
  }

  private static String reason(ReasonRequest request) {
    String reason = request.reason();
    if (reason == null || reason.isBlank()) {
      throw ProblemException.invalid("reason", String.valueOf(reason), "why, in your own words");
    }
    return reason.strip();
  }
}
