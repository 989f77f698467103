// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns that line up. Not thread-safe. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();

  Table(String... headings) {
    List<Cell> first = new ArrayList<>();
    for (String heading : headings) {
      first.add(new Cell(heading, Style.BOLD));
    }
    rows.add(first);
  }

  /** A row; control characters, which would spoil the terminal, are taken out. */
  Table row(Cell... cells) {
    List<Cell> row = new ArrayList<>();
    for (Cell cell : cells) {
      row.add(new Cell(cell.text().replaceAll("\\p{Cntrl}+", " "), cell.style()));
    }
    rows.add(row);
    return this;
  }

  void print(Terminal terminal) {
    int[] widths = widths();
    for (List<Cell> row : rows) {
      terminal.print(line(row, widths, terminal));
    }
  }

  private static String line(List<Cell> row, int[] widths, Terminal terminal) {
    StringBuilder line = new StringBuilder();
    int last = row.size() - 1;
    for (int i = 0; i <= last; i++) {
      Cell cell = row.get(i);
      line.append(terminal.paint(cell.style(), cell.text()));
      if (i < last) {
        line.repeat(' ', widths[i] - width(cell)).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private static int width(Cell cell) {
    return cell.text().codePointCount(0, cell.text().length());
  }
}
