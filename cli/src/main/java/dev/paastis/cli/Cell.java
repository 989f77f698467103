// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

/**
 * A cell of a table.
 *
 * @param text one line
 * @param style its look where there is colour
 */
record Cell(String text, Style style) {
  static Cell of(String text) {
    return new Cell(text, Style.PLAIN);
  }
}
