// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

/** The store cannot be reached now; the same call may work later. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  /** Carries what went wrong. */
  public StoreUnavailableException(String detail, Throwable cause) {
    super(detail, cause);
    this.detail = detail;
  }

  @Override
  public String getMessage() {
    return detail;
  }
}
