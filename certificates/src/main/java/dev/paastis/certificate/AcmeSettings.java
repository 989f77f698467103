// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates are ordered, and how.
 *
 * @param directory address of the ACME server's directory
 * @param email where the server writes to; {@code null}: nowhere
 * @param proofs how a host is shown to be ours; a failed order goes on with the next
 * @param authority certificates that the server itself is trusted by, PEM; {@code null}: those that
 *     the JDK trusts
 * @param ordersPerHour more wait
 */
public record AcmeSettings(
    URI directory,
    @Nullable String email,
    List<Proof> proofs,
    @Nullable Path authority,
    int ordersPerHour) {
  /** Where Let's Encrypt is. */
  public static final URI LETS_ENCRYPT =
      URI.create("https://acme-v02.api.letsencrypt.org/directory");

  /** How a host is shown to be ours. */
  public enum Proof {
    /** By a file at the clear listener, to which port 80 of the host must lead. */
    HTTP_01,
    /** By a handshake at the secure listener, to which port 443 of the host must lead. */
    TLS_ALPN_01
  }

  /** Validates the values. */
  public AcmeSettings {
    proofs = List.copyOf(proofs);
    if (proofs.isEmpty()) {
      throw new IllegalArgumentException("ACME needs at least one kind of proof");
    }
    if (ordersPerHour < 1) {
      throw new IllegalArgumentException("orders per hour must be at least 1: " + ordersPerHour);
    }
  }
}
