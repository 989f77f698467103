// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import java.time.Instant;

/**
 * Where one-time sign-in links are kept, by the SHA-256 of their code in lower-case hexadecimal.
 * Safe for use by many threads; may block; throws {@link
 * dev.paastis.app.StoreUnavailableException}.
 */
public interface SignInLinks {
  /** Keeps a link until then. */
  void save(String sha256Hex, Instant expiresAt);

  /**
   * Uses a link, atomically: of any number of calls at once, one gets {@code true}.
   *
   * @return whether it was there, unused, and not expired at that time
   */
  boolean use(String sha256Hex, Instant now);
}
