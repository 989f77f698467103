// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import dev.paastis.api.WrittenRouteView;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Starts a gateway on routes of its own, asks it something, and ends: the virtual machine records
 * meanwhile which classes a start needs. For the build.
 */
final class Train {
  private static final int ROUTES = 500;

  /** The port that discards, where nobody listens. */
  private static final URI NOBODY = URI.create("http://127.0.0.1:9/");

  private Train() {}

  /** Runs once. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("paastis-train");
    try (EdgeHome home = EdgeHome.take(folder)) {
      home.snapshot().write(lines());
      Path token = Files.writeString(folder.resolve("token"), "none");
      var options = new EdgeOptions(NOBODY, token, null, 0, null, folder, EdgeOptions.Around.PLAIN);
      InstantSource clock = InstantSource.system();
      try (var gateway = new EdgeGateway(options, "train", home, clock, Ticker.system())) {
        gateway.start();
        ask(gateway.serving().get().port());
      }
    } finally {
      delete(folder);
    }
    System.exit(0);
  }

  private static List<RouteLine> lines() {
    var settings =
        new GatewaySettingsView(
            "localhost",
            100,
            100,
            60_000,
            300_000,
            0,
            new GatewaySettingsView.Network(List.of(), List.of(), List.of(), 20_000, true, 60_000),
            new GatewaySettingsView.Https(false, List.of(), null, null));
    var rules = new RouteRulesView(List.of(), List.of());
    List<RouteLine> lines = new ArrayList<>();
    lines.add(RouteLine.snapshot(UUID.randomUUID().toString(), 1, settings, rules));
    lines.add(RouteLine.written(written()));
    lines.add(RouteLine.inForce(null));
    for (int i = 0; i < ROUTES; i++) {
      lines.add(RouteLine.route(route(i), null));
    }
    lines.add(RouteLine.complete(1));
    return lines;
  }

  private static WrittenRouteView written() {
    var guard = new WrittenRouteView.Guard(List.of("127.0.0.0/8"), null, null, null, null);
    var waiting = new WrittenRouteView.Waiting(null, null, null, null, null);
    var edits = new WrittenRouteView.Edits(List.of(), Map.of("X-Frame-Options", "DENY"), Map.of());
    var terms = new WrittenRouteView.Terms(guard, waiting, null, null, edits);
    return new WrittenRouteView("train", "app-0", List.of(), terms, List.of());
  }

  private static RouteView route(int i) {
    boolean awake = i % 2 == 0;
    return new RouteView(
        new UUID(0, i + 1).toString(),
        "app-" + i,
        new UUID(0, 1).toString(),
        1,
        awake ? "awake" : "asleep",
        Instant.EPOCH,
        awake ? "http://127.0.0.1:9" : null,
        List.of("app-" + i + ".example.com"),
        "anywhere",
        new RouteView.WakeTimes(9_000, 14_000, 12));
  }

  private static void ask(int port) throws IOException {
    URI address = URI.create("http://127.0.0.1:" + port + "/");
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    int status = connection.getResponseCode();
    try (InputStream in = connection.getErrorStream()) {
      if (status != 404 || in == null || in.readAllBytes().length == 0) {
        throw new IOException("a host that is not bound was answered with " + status);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
