// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command: the message is the one line that the person reads. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitStatus status;
  private final String code;

  Failure(ExitStatus status, String message) {
    this(status, message, "", null);
  }

  Failure(ExitStatus status, String message, String code, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  ExitStatus status() {
    return status;
  }

  /** The server's error code, empty when the failure is not the server's. */
  String code() {
    return code;
  }

  /** What went wrong, with the server's code if there is one. */
  String line() {
    return code.isEmpty() ? getMessage() : getMessage() + " (" + code + ")";
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "failed" : message;
  }
}
