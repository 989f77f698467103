// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.certificate.AcmeCertificates;
import dev.paastis.certificate.AcmeSettings;
import dev.paastis.certificate.LocalAuthority;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.tls.CertificateFiles;
import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Certificates;
import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.Expiry;
import dev.paastis.gateway.tls.HttpsRedirect;
import dev.paastis.gateway.tls.OnDemand;
import dev.paastis.gateway.tls.TlsSettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.Tls;
import dev.paastis.server.loop.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Has the gateway serve TLS, and keeps its certificates: reads them before the gateway listens,
 * then looks every few seconds at what has changed, what is due and what ends.
 */
final class CertificateKeeper implements SmartLifecycle {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration ROTATION_EVERY = Duration.ofHours(12);

  /** Before the engine, which has the gateway listen. */
  private static final int PHASE = -1;

  private final Tls tls;
  private final Path home;
  private final GatewayServer gateway;
  private final Ticker ticker;
  private final InstantSource clock;
  private final CertificateShelf shelf = new CertificateShelf();
  private final Challenges challenges = new Challenges();
  private final CertificateFiles files;
  private final Expiry expiry;
  private final @Nullable AcmeCertificates acme;
  private final @Nullable LocalAuthority local;
  private final @Nullable Integer port;
  private volatile List<Loop> loops = List.of();

  CertificateKeeper(Launch launch, GatewayServer gateway, Ticker ticker, InstantSource clock) {
    this.tls = launch.configuration().gateway().tls();
    this.port = launch.ports().tls();
    this.home = launch.home().resolve("certificates");
    this.gateway = gateway;
    this.ticker = ticker;
    this.clock = clock;
    this.files = new CertificateFiles(tls.files(), tls.folders(), shelf);
    this.expiry = new Expiry(shelf, clock);
    this.acme = tls.acme() == null ? null : acme(tls.acme());
    this.local = tls.local() ? local() : null;
  }

  /** Whether TLS is served. */
  boolean serves() {
    return port != null;
  }

  /** What is wrong, one line each. */
  List<String> problems() {
    if (!serves()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>(files.problems());
    problems.addAll(expiry.problems());
    if (acme != null) {
      problems.addAll(acme.problems());
    }
    return problems;
  }

  @Override
  public void start() {
    if (!serves()) {
      return;
    }
    files.look();
    expiry.look();
    if (acme != null) {
      acme.load();
    }
    gateway.secure(settings(Objects.requireNonNull(port)));
    loops =
        List.of(
            Loop.every(EVERY, "certificates", ticker, this::look),
            Loop.every(ROTATION_EVERY, "session-keys", ticker, shelf::rotate));
  }

  @Override
  public void stop() {
    loops.forEach(Loop::close);
    loops = List.of();
  }

  @Override
  public boolean isRunning() {
    return !loops.isEmpty();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Looks at once at all that may have changed or become due. */
  void look() {
    files.look();
    if (acme != null) {
      acme.tick();
    }
    if (local != null) {
      local.tick();
    }
    expiry.look();
  }

  private TlsSettings settings(int listening) {
    List<OnDemand> sources = new ArrayList<>();
    if (acme != null) {
      sources.add(acme);
    }
    if (local != null) {
      sources.add(local);
    }
    Certificates certificates = new Certificates(shelf, challenges, sources, tls.defaultHost());
    int reached = Objects.requireNonNullElse(tls.publicPort(), 0);
    return new TlsSettings(
        listening,
        certificates,
        HttpsRedirect.of(tls.redirect(), tls.redirectHosts(), reached),
        TlsSettings.HANDSHAKE);
  }

  private AcmeCertificates acme(AcmeSettings settings) {
    return new AcmeCertificates(
        settings,
        home.resolve("acme"),
        gateway::isBound,
        new AcmeCertificates.Target(shelf, challenges, clock));
  }

  private LocalAuthority local() {
    return new LocalAuthority(home.resolve("local"), gateway::isBound, shelf, clock);
  }
}
