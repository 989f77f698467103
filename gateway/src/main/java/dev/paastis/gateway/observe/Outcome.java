// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

/** How an exchange ended, by the class of its status. */
public enum Outcome {
  /** It is well; 101 of a WebSocket counts as that. */
  SUCCESS("2xx"),
  /** What is asked for is elsewhere, or has not changed. */
  REDIRECTION("3xx"),
  /** The client's fault. */
  CLIENT_ERROR("4xx"),
  /** The app's or the gateway's fault. */
  SERVER_ERROR("5xx"),
  /** The client left before there was an answer. */
  GONE("gone");

  private final String wire;

  Outcome(String wire) {
    this.wire = wire;
  }

  /** The name that is shown. */
  public String wire() {
    return wire;
  }

  /** The outcome of a status, of which 0 is none. */
  static Outcome of(int status) {
    return switch (status / 100) {
      case 0 -> GONE;
      case 1, 2 -> SUCCESS;
      case 3 -> REDIRECTION;
      case 4 -> CLIENT_ERROR;
      default -> SERVER_ERROR;
    };
  }
}
