// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import java.io.IOException;

/** The engine was reached and does not take the request. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status, String detail) {
    super("the engine refuses (HTTP %d): %s".formatted(status, detail));
    this.status = status;
  }

  /** Whether trying again leads nowhere until somebody changes token or options. */
  boolean isFinal() {
    return status == 401 || status == 403 || status == 404;
  }
}
