// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a started process says of itself: written by the process before it becomes the app, so that
 * there is never an app that is not recorded, whatever becomes of the engine.
 *
 * @param process the app's process
 * @param port given to it
 * @param operation that started it; also the mark in its environment
 */
record RunFile(ProcessIdentity process, int port, String operation) {
  static final String SUFFIX = ".run";

  /** The app's run file. */
  static Path of(Path folder, String app) {
    return folder.resolve(app + SUFFIX);
  }

  /**
   * Shell lines that write the file named {@code $1} for the shell itself, given port and operation
   * as {@code $2} and {@code $3}. Renaming makes it appear whole or not at all.
   */
  static final String WRITE =
      """
      { printf 'pid=%s\\nstart=%s\\nboot=%s\\nport=%s\\noperation=%s\\n' \\
          "$$" "$start" "$boot" "$2" "$3" > "$1.new" && mv "$1.new" "$1"; } || exit 125
      """;

  /** Reads a run file; empty when there is none or it makes no sense. */
  static Optional<RunFile> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> facts = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        facts.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return of(facts);
  }

  private static Optional<RunFile> of(Map<String, String> facts) {
    try {
      long pid = Long.parseLong(facts.getOrDefault("pid", ""));
      int port = Integer.parseInt(facts.getOrDefault("port", ""));
      String start = facts.getOrDefault("start", "");
      if (pid <= 1 || port < 1 || port > 65535 || start.isEmpty()) {
        return Optional.empty();
      }
      var process = new ProcessIdentity(pid, start, facts.getOrDefault("boot", ""));
      return Optional.of(new RunFile(process, port, facts.getOrDefault("operation", "")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
