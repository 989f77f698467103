// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

/** An answer that makes no sense, with what it should have said. Never leaves this package. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  UnreadableException(String why) {
    super(why);
    this.why = why;
  }

  /** For people. */
  String why() {
    return why;
  }
}
