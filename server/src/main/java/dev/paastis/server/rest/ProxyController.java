// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DurationText;
import dev.paastis.api.ProxyView;
import dev.paastis.app.App;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.server.access.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the configuration of a proxy of one's own is made of. */
@RestController
@Tag(name = "Apps")
final class ProxyController {
  private final AppFinder apps;
  private final OwnProxy proxy;

  ProxyController(AppFinder apps, OwnProxy proxy) {
    this.apps = apps;
    this.proxy = proxy;
  }

  @GetMapping(path = "/api/v1/proxy", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Get what a proxy of one's own needs",
      description = "The gateway's ports, and the hosts and upstreams of all apps, by name.")
  ProxyView get(@AuthenticationPrincipal SignedIn who) {
    return new ProxyView(
        proxy.domain(),
        proxy.port().getAsInt(),
        proxy.forwardAuthPort().get(),
        DurationText.format(proxy.hold()),
        apps.all(who.space()).stream().map(ProxyController::view).toList());
  }

  private static ProxyView.AppView view(TrackedApp tracked) {
    App app = tracked.app();
    return tracked.state() instanceof AppState.Awake awake
        ? new ProxyView.AppView(
            app.name(), app.hosts(), awake.upstream().url(), awake.upstream().ownHost())
        : new ProxyView.AppView(app.name(), app.hosts(), null, false);
  }
}
