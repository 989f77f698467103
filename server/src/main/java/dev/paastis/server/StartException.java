// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

/** The server cannot be started; the message is for people and says what to do. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }
}
