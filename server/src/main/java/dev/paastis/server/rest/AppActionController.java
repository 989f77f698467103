// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static java.util.Objects.requireNonNullElse;

import dev.paastis.api.AppView;
import dev.paastis.api.PinRequest;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Wakes apps, puts them to sleep, pins them. */
@RestController
@RequestMapping(path = "/api/v1/apps/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Apps")
final class AppActionController {
  private static final String ID = "The app's id or name.";
  private static final String WAIT =
      "How long to wait for the end, up to 10m. Without it the answer comes at once, and the app's"
          + " state and events tell the rest.";
  private static final PinRequest WITHOUT_END = new PinRequest(null, null);

  private final AppFinder apps;
  private final AppViews views;
  private final AppActions actions;

  AppActionController(AppFinder apps, AppViews views, AppActions actions) {
    this.apps = apps;
    this.views = views;
    this.actions = actions;
  }

  @PostMapping("/wake")
  @Operation(
      summary = "Wake an app",
      description = "Wakes the app with its group, or follows a wake under way.")
  @ApiResponse(responseCode = "200", description = "The app is awake.")
  @ApiResponse(responseCode = "202", description = "The wake has begun.")
  @ApiResponse(
      responseCode = "502",
      description = "wake-failed: it did not start; app-address-refused: none may be there.")
  @ApiResponse(responseCode = "504", description = "wake-timed-out: it was not ready in time.")
  ResponseEntity<AppView> wake(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = WAIT) @RequestParam(required = false) @Nullable String wait)
      throws InterruptedException {
    var time = Params.wait(wait);
    TrackedApp app = apps.get(who.space(), id);
    return answer(who, app, actions.wake(app, who).endsWithin(time));
  }

  @PostMapping("/sleep")
  @Operation(
      summary = "Put an app to sleep",
      description = "Lets requests in flight finish, then stops the app. Pins are not minded.")
  @ApiResponse(responseCode = "200", description = "The app is asleep.")
  @ApiResponse(responseCode = "202", description = "The sleep has begun.")
  @ApiResponse(responseCode = "409", description = "conflict: it was called off by activity.")
  @ApiResponse(responseCode = "502", description = "sleep-failed: the provider did not stop it.")
  ResponseEntity<AppView> sleep(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @Parameter(description = WAIT) @RequestParam(required = false) @Nullable String wait)
      throws InterruptedException {
    var time = Params.wait(wait);
    TrackedApp app = apps.get(who.space(), id);
    return answer(who, app, actions.sleep(app, who).endsWithin(time));
  }

  @PostMapping("/pin")
  @Operation(
      summary = "Pin an app",
      description =
          "Keeps an app from falling asleep, until a time, for a duration, or without end. It does"
              + " not wake the app.")
  AppView pin(
      @AuthenticationPrincipal SignedIn who,
      @Parameter(description = ID) @PathVariable String id,
      @RequestBody(required = false) @Nullable PinRequest request) {
    PinRequest wanted = requireNonNullElse(request, WITHOUT_END);
    return views.of(actions.pin(apps.get(who.space(), id), wanted, who));
  }

  @PostMapping("/unpin")
  @Operation(summary = "Take a pin off", description = "The idle timeout counts again.")
  AppView unpin(
      @AuthenticationPrincipal SignedIn who, @Parameter(description = ID) @PathVariable String id) {
    return views.of(actions.unpin(apps.get(who.space(), id), who));
  }

  private ResponseEntity<AppView> answer(SignedIn who, TrackedApp app, boolean done) {
    return ResponseEntity.status(done ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(views.of(apps.find(who.space(), app.id().toString()).orElse(app)));
  }
}
