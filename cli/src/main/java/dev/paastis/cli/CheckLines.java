// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.CheckView;

/** How a finding of the doctor is shown: a line, and below it what to do. */
final class CheckLines {
  private CheckLines() {}

  static void print(CheckView check, Terminal terminal) {
    Cell mark = mark(check.status());
    String status = terminal.paint(mark.style(), "%-9s".formatted(mark.text()));
    terminal.print("%s  %-16s %s".formatted(status, check.name(), check.detail()));
    String remedy = check.remedy();
    if (remedy != null) {
      terminal.print(" ".repeat(28) + "→ " + remedy);
    }
  }

  private static Cell mark(String status) {
    return switch (status) {
      case "ok" -> new Cell("✔ ok", Style.GREEN);
      case "warning" -> new Cell("! warning", Style.YELLOW);
      default -> new Cell("✘ " + status, Style.RED);
    };
  }
}
