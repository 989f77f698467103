// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs of this machine that run, say something and end. */
final class Tool {
  private Tool() {}

  /** Whether a program of that name is on the path. */
  static boolean exists(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** What a program says, errors included, when it ends with 0. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(
          "%s ended with code %d: %s".formatted(String.join(" ", command), code, said.strip()));
    }
    return said;
  }

  /** The first line of what a program says about its version. */
  static String firstLine(String... command) throws IOException, InterruptedException {
    return run(List.of(command)).lines().findFirst().orElse("").strip();
  }
}
