// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.PrintStream;

/** Where results, notices and progress go: results to standard output, all else to the other. */
final class Terminal {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;
  private final boolean live;

  /**
   * A terminal.
   *
   * @param colour whether standard output takes colours
   * @param live whether standard error is a terminal, so that a line may be written over
   */
  Terminal(PrintStream out, PrintStream err, boolean colour, boolean live) {
    this.out = out;
    this.err = err;
    this.colour = colour;
    this.live = live;
  }

  String paint(Style style, String text) {
    return colour ? style.on(text) : text;
  }

  void print(String line) {
    out.println(line);
    out.flush();
  }

  void notice(String line) {
    err.println(line);
  }

  void trace(Throwable failure) {
    failure.printStackTrace(err);
  }

  PrintStream out() {
    return out;
  }

  /** Shows a passing line, only where it can be taken back. */
  void progress(String line) {
    if (live) {
      err.print("\r\u001b[2K" + line);
      err.flush();
    }
  }

  void endProgress() {
    progress("");
  }
}
