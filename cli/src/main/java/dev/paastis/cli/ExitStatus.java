// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

/** How the program ends: part of the contract with scripts. */
enum ExitStatus {
  /** Done. */
  DONE(0),
  /** Failed, here or at the server. */
  FAILED(1),
  /** Called in the wrong way. */
  USAGE(2),
  /** Refused by the server. */
  REFUSED(3),
  /** No server answered. */
  UNREACHABLE(4);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** The more serious of the two: of several apps, the worst counts. */
  ExitStatus worse(ExitStatus other) {
    return this == DONE ? other : this;
  }
}
