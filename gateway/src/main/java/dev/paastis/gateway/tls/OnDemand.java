// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A source of certificates that makes one when it is asked for. Safe for use by many threads. */
public interface OnDemand {
  /** Whether it would get a certificate for that host; takes no time. */
  boolean offers(String host);

  /**
   * Gets a certificate and puts it on the {@link CertificateShelf}. Never blocks.
   *
   * @param host in lower case, without the dot of the root
   * @return complete when it is there or could not be had; {@code null} when it is not even tried
   */
  @Nullable CompletableFuture<Boolean> obtain(String host);
}
