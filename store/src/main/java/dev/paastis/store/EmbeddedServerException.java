// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL does not start, stop or let itself be adopted. */
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedServerException(String message) {
    this(message, null);
  }

  EmbeddedServerException(String message, @Nullable Throwable cause) {
    super(message + "; or use a PostgreSQL of your own by PAASTIS_DATABASE_URL", cause);
  }
}
