// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.Arrays;

/** How a state is drawn. States of a newer server are drawn as unknown, with their own name. */
enum StateMark {
  /** Serving. */
  AWAKE("awake", "●", "█", Style.GREEN),
  /** Being stopped. */
  FALLING_ASLEEP("falling-asleep", "◐", "▒", Style.CYAN),
  /** Stopped. */
  ASLEEP("asleep", "○", "░", Style.DIM),
  /** Being started. */
  WAKING("waking", "◔", "▓", Style.YELLOW),
  /** Being asked about. */
  UNKNOWN("unknown", "?", "?", Style.RED);

  private final String wire;
  private final String symbol;
  private final String block;
  private final Style style;

  StateMark(String wire, String symbol, String block, Style style) {
    this.wire = wire;
    this.symbol = symbol;
    this.block = block;
    this.style = style;
  }

  static StateMark of(String wire) {
    return Arrays.stream(values()).filter(m -> m.wire.equals(wire)).findFirst().orElse(UNKNOWN);
  }

  static Cell cell(String wire) {
    StateMark mark = of(wire);
    return new Cell(mark.symbol + " " + wire, mark.style);
  }

  String wire() {
    return wire;
  }

  String block() {
    return block;
  }

  Style style() {
    return style;
  }
}
