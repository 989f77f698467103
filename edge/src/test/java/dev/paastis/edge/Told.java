// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.PageFileView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import dev.paastis.api.WrittenRouteView;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines as an engine writes them. */
final class Told {
  static final GatewaySettingsView SETTINGS =
      new GatewaySettingsView(
          "localhost",
          100,
          200,
          60_000,
          300_000,
          0,
          new GatewaySettingsView.Network(
              List.of("127.0.0.2"), List.of(), List.of(), 20_000, true, 60_000),
          new GatewaySettingsView.Https(false, List.of(), null, null));
  static final RouteRulesView RULES =
      new RouteRulesView(
          List.of(
              new RouteRulesView.Alias(new RouteRulesView.Pattern("pr-(\\d+)", true), "app-$1")),
          List.of(
              new RouteRulesView.Ignored(
                  "crawlers",
                  List.of("bot"),
                  List.of("/robots.txt"),
                  List.of("/icons/"),
                  List.of("10.0.0.0/8"),
                  new RouteRulesView.Pattern("app", false),
                  new RouteRulesView.Answer(503, "text/plain", "asleep \"now\"\n", 1_000L))));

  /** Of the password {@code secret}. */
  static final String HASH =
      "sha256:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  static final String FOLDER = "f0";

  private static final WrittenRouteView.Waiting NO_WAITING =
      new WrittenRouteView.Waiting(null, null, null, null, null);

  private Told() {}

  /** A route for all hosts of app-1 that asks for a password. */
  static WrittenRouteView guarded() {
    var auth =
        new WrittenRouteView.Auth(true, "Staging", List.of(new WrittenRouteView.User("ann", HASH)));
    var guard = new WrittenRouteView.Guard(null, null, auth, null, null);
    var terms = new WrittenRouteView.Terms(guard, NO_WAITING, null, null, null);
    return new WrittenRouteView("route-1", "app-1", List.of(), terms, List.of());
  }

  /** A route with one of everything, which shows pages of {@link #FOLDER}. */
  static WrittenRouteView everything() {
    var guard =
        new WrittenRouteView.Guard(
            List.of("127.0.0.0/8"),
            List.of("10.0.0.1"),
            new WrittenRouteView.Auth(false, "", List.of()),
            new WrittenRouteView.Rate(100, 60_000, 20),
            5_000_000_000L);
    var instead = new WrittenRouteView.Instead(200, "text/plain", "asleep, \"well\"\n", 1_000L);
    var terms =
        new WrittenRouteView.Terms(
            guard,
            new WrittenRouteView.Waiting(false, instead, 20_000L, "hold", FOLDER),
            new WrittenRouteView.Redirect("https://elsewhere.example${path}", true),
            new WrittenRouteView.Edits(List.of("X-Debug"), Map.of(), Map.of("X-App", "1")),
            new WrittenRouteView.Edits(List.of(), Map.of("X-Frame-Options", "DENY"), Map.of()));
    var none = new WrittenRouteView.Guard(List.of(), null, null, null, null);
    var ofPath = new WrittenRouteView.Terms(none, NO_WAITING, null, null, null);
    return new WrittenRouteView(
        "route-2",
        "app-2",
        List.of("shop.example"),
        terms,
        List.of(new WrittenRouteView.OfPaths(List.of("/admin/*", "*.png"), ofPath)));
  }

  static PageFileView page(String name, String content) {
    return new PageFileView(
        FOLDER, name, Base64.getEncoder().encodeToString(content.getBytes(UTF_8)));
  }

  static RouteLine snapshot(String epoch) {
    return RouteLine.snapshot(epoch, 0, SETTINGS, RULES);
  }

  static RouteView awake(int app, long version, int port) {
    return view(app, version, "awake", "http://127.0.0.1:" + port);
  }

  static RouteView asleep(int app, long version) {
    return view(app, version, "asleep", null);
  }

  static String id(int app) {
    return new UUID(0, app).toString();
  }

  private static RouteView view(int app, long version, String state, @Nullable String upstream) {
    return new RouteView(
        id(app),
        "app-" + app,
        new UUID(1, 1).toString(),
        version,
        state,
        Instant.parse("2026-11-20T20:00:00Z"),
        upstream,
        List.of("app-" + app + ".example.com"),
        "anywhere",
        app % 2 == 0 ? null : new RouteView.WakeTimes(900, 1_400, 3));
  }
}
