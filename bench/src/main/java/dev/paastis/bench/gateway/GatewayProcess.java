// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The gateway alone, with routes from a file, all of them to apps that are awake. */
final class GatewayProcess {
  private static final Instant THEN = Instant.EPOCH;

  private GatewayProcess() {}

  /**
   * Starts it.
   *
   * @param arguments port, event loops, a file with a host and a port on each line; then, for TLS,
   *     port, certificate and key
   */
  public static void main(String[] arguments) throws IOException {
    GatewaySettings settings =
        GatewaySettings.defaults()
            .withPort(Integer.parseInt(arguments[0]))
            .withEventLoops(Integer.parseInt(arguments[1]));
    if (arguments.length > 3) {
      settings = withTls(settings, Integer.parseInt(arguments[3]), arguments[4], arguments[5]);
    }
    start(settings, Files.readAllLines(Path.of(arguments[2])));
  }

  /** The settings with a listener for TLS and HTTP/2 on that port, certificate and key in PEM. */
  private static GatewaySettings withTls(
      GatewaySettings settings, int port, String certificate, String key) {
    throw new UnsupportedOperationException(
        "the gateway on port %d has no listener for TLS yet; port %d, %s and %s are left unused"
            .formatted(settings.port(), port, certificate, key));
  }

  /** A gateway with a route for each line of host and port, listening. */
  static GatewayServer start(GatewaySettings settings, List<String> routes) {
    GatewayServer server =
        GatewayServer.create(
            settings,
            (_, _) -> new WakeOutcome.NoSuchApp(),
            Ticker.system(),
            InstantSource.system());
    Account account =
        new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "local", "local", "local");
    for (String route : routes) {
      server.publish(row(account, route.split(" ", -1)), null);
    }
    server.bind();
    return server;
  }

  private static TrackedApp row(Account account, String[] route) {
    String name = route[0].substring(0, route[0].indexOf('.'));
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            AppSettings.DEFAULT,
            null,
            null);
    Upstream upstream = new Upstream("http", "127.0.0.1", Integer.parseInt(route[1]));
    return new TrackedApp(app, 1, new AppState.Awake(THEN, upstream, Formation.EMPTY), null, null);
  }
}
