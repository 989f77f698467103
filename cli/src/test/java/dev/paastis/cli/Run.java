// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * One run of the program in this process.
 *
 * @param code how it ended
 * @param out what it said on standard output
 * @param err and on the other
 */
record Run(int code, String out, String err) {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  static Run of(Map<String, String> environment, Path userHome, String... arguments) {
    return of(environment, userHome, false, arguments);
  }

  static Run of(
      Map<String, String> environment, Path userHome, boolean colour, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(environment, userHome, InstantSource.fixed(NOW), ZoneOffset.UTC);
    Terminal terminal = new Terminal(stream(out), stream(err), colour, false);
    int code = Main.run(surroundings, terminal, arguments);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
