// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

/** The gateway's port belongs to another program, or may not be used. */
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(int port, Throwable cause) {
    super(
        "port %d cannot be used (%s); stop the other program or choose another port with --port"
            .formatted(port, cause.getMessage()),
        cause);
    this.port = port;
  }

  /** The port. */
  public int port() {
    return port;
  }
}
