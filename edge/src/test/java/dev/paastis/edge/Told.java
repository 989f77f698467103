// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines as an engine writes them. */
final class Told {
  static final GatewaySettingsView SETTINGS =
      new GatewaySettingsView("localhost", 100, 200, 60_000, 300_000);
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

  private Told() {}

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
