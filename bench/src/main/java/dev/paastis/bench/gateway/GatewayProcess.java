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
import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Certificates;
import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.HttpsRedirect;
import dev.paastis.gateway.tls.PemFile;
import dev.paastis.gateway.tls.TlsSettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    GatewaySettings settings =
        GatewaySettings.defaults()
            .withPort(Integer.parseInt(arguments[0]))
            .withEventLoops(Integer.parseInt(arguments[1]));
    TlsSettings tls =
        arguments.length > 3
            ? tls(Integer.parseInt(arguments[3]), Path.of(arguments[4]), Path.of(arguments[5]))
            : null;
    start(settings, tls, Files.readAllLines(Path.of(arguments[2])));
  }

  /** A listener for TLS and HTTP/2 on that port, certificate and key in PEM. */
  private static TlsSettings tls(int port, Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    CertificateShelf shelf = new CertificateShelf();
    shelf.fallBackOn(PemFile.identity(certificate, key));
    return new TlsSettings(
        port,
        new Certificates(shelf, new Challenges(), List.of(), "localhost"),
        HttpsRedirect.none(port),
        TlsSettings.HANDSHAKE);
  }

  /** A gateway with a route for each line of host and port, listening. */
  static GatewayServer start(GatewaySettings settings, List<String> routes) {
    return start(settings, null, routes);
  }

  private static GatewayServer start(
      GatewaySettings settings, @Nullable TlsSettings tls, List<String> routes) {
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
    if (tls != null) {
      server.secure(tls);
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
