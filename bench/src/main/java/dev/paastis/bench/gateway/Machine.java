// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the figures depend on.
 *
 * @param load what waited for a core before the first case: above 0.5, others were at work too
 */
record Machine(
    String processor,
    int cores,
    long memoryMib,
    String system,
    String java,
    double load,
    int files) {
  static Machine read() throws IOException {
    return new Machine(
        value("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        loadNow(),
        openFiles());
  }

  /** The load average of the last minute. */
  static double loadNow() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  /** How many files a process may have open at most. */
  static int openFiles() throws IOException {
    String[] words = value("/proc/self/limits", "Max open files").strip().split(" +", -1);
    String hard = words[1];
    return hard.equals("unlimited") ? 65_536 : (int) Math.min(65_536, Long.parseLong(hard));
  }

  private static String value(String file, String key) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(file));
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replaceFirst("^[\\s:]+", ""))
        .findFirst()
        .orElse("unknown");
  }
}
