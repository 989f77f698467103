// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.gateway.tls.CertificateFiles;
import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Certificates;
import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.Expiry;
import dev.paastis.gateway.tls.HttpsRedirect;
import dev.paastis.gateway.tls.TlsSettings;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * The certificates of a folder that somebody else keeps: read before the gateway listens, looked at
 * again every few seconds. Safe for use by many threads.
 */
final class EdgeCertificates implements Runnable {
  private static final System.Logger LOG = System.getLogger(EdgeCertificates.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int ROUNDS_OF_A_ROTATION = 12 * 60 * 60 / 5;

  private final int port;
  private final Ticker ticker;
  private final CertificateShelf shelf = new CertificateShelf();
  private final CertificateFiles files;
  private final Expiry expiry;

  EdgeCertificates(EdgeOptions.Tls tls, InstantSource clock, Ticker ticker) {
    this.port = tls.port();
    this.ticker = ticker;
    this.files = new CertificateFiles(List.of(), List.of(tls.certificates()), shelf);
    this.expiry = new Expiry(shelf, clock);
  }

  /** Takes what is there; what cannot be used is logged. */
  void look() {
    files.look();
    expiry.look();
    if (shelf.all(CertificateShelf.Kind.FILES).isEmpty()) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "no certificate is there; handshakes at {0} are refused",
          port);
    }
  }

  /** How TLS is served with them. */
  TlsSettings settings(GatewaySettingsView.Https told) {
    Certificates certificates =
        new Certificates(shelf, new Challenges(), List.of(), told.defaultHost());
    int reached = Objects.requireNonNullElse(told.publicPort(), 0);
    return new TlsSettings(
        port,
        certificates,
        HttpsRedirect.of(told.redirect(), told.redirectHosts(), reached),
        TlsSettings.HANDSHAKE);
  }

  @Override
  public void run() {
    try {
      for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
        ticker.pause(EVERY);
        once(round % ROUNDS_OF_A_ROTATION == 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop never dies of one bad round. */
  private void once(boolean rotate) {
    try {
      look();
      if (rotate) {
        shelf.rotate();
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a look at the certificates failed", e);
    }
  }
}
