// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

/** How a text looks on a terminal with colours. */
enum Style {
  /** As it is. */
  PLAIN(""),
  /** A heading. */
  BOLD("1"),
  /** Of less weight. */
  DIM("2"),
  /** Well. */
  GREEN("32"),
  /** On the way. */
  YELLOW("33"),
  /** On the way down. */
  CYAN("36"),
  /** Not well. */
  RED("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String on(String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
