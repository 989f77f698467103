// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.GatewaySettings;
import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Certificates;
import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.HttpsRedirect;
import dev.paastis.gateway.tls.OnDemand;
import dev.paastis.gateway.tls.TlsSettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A gateway with one sleeping app, bound to the hosts of the tests. */
final class TestGateway implements AutoCloseable {
  static final List<String> HOSTS =
      List.of("shop.example.com", "blog.example.com", Pebble.BLOCKED, "hello.localhost");

  private final GatewayServer server;
  private final CertificateShelf shelf = new CertificateShelf();
  private final Challenges challenges = new Challenges();

  TestGateway() {
    GatewaySettings settings = GatewaySettings.defaults().withPort(0).withEventLoops(1);
    server = GatewayServer.create(settings, new NoWakes(), Ticker.system(), InstantSource.system());
    Account account =
        new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "local", "local", "local");
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            "shop",
            "shop",
            HOSTS,
            AppSettings.DEFAULT,
            null);
    AppState asleep = new AppState.Asleep(Instant.EPOCH, Formation.EMPTY);
    server.publish(new TrackedApp(app, 1, asleep, null, null), null);
  }

  /** Listens with the certificates of that source. */
  <T extends OnDemand> T serve(Function<TestGateway, T> make) {
    T source = make.apply(this);
    server.secure(
        new TlsSettings(
            0,
            new Certificates(shelf, challenges, List.of(source), null),
            HttpsRedirect.none(0),
            Duration.ofSeconds(50)));
    server.bind();
    return source;
  }

  GatewayServer server() {
    return server;
  }

  CertificateShelf shelf() {
    return shelf;
  }

  AcmeCertificates.Target target(InstantSource clock) {
    return new AcmeCertificates.Target(shelf, challenges, clock);
  }

  X509Certificate shownFor(String host) throws java.io.IOException {
    return Visit.certificate(server.tlsPort(), host);
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class NoWakes implements Wakes {
    @Override
    public WakeOutcome wake(AppId id, Cause cause) {
      return new WakeOutcome.NoSuchApp();
    }

    @Override
    public Optional<WakeOutcome> refused(AppId id, boolean clicked) {
      return Optional.empty();
    }
  }
}
