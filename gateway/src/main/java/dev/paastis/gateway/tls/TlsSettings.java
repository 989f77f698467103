// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.time.Duration;

/**
 * How a gateway serves TLS.
 *
 * @param port TCP port, 0 for any free one
 * @param certificates which certificate a host shows
 * @param redirect which hosts are sent from HTTP to HTTPS
 * @param handshake longest time of a handshake, and once more for finding the certificate
 */
public record TlsSettings(
    int port, Certificates certificates, HttpsRedirect redirect, Duration handshake) {
  /** What suits the internet, and an order that is carried out meanwhile. */
  public static final Duration HANDSHAKE = Duration.ofSeconds(15);

  /** Validates the values. */
  public TlsSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("TLS port must be 0 to 65535, got: " + port);
    }
    if (!handshake.isPositive()) {
      throw new IllegalArgumentException("the time for a handshake must be positive: " + handshake);
    }
  }
}
