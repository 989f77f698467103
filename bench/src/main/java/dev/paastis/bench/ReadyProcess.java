// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process under measurement that says {@code ready} once it serves. */
final class ReadyProcess {
  private final Process process;
  private final Duration startTime;

  private ReadyProcess(Process process, Duration startTime) {
    this.process = process;
    this.startTime = startTime;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param log what it says about errors
   * @throws IllegalStateException with all of that when it ends before it is ready
   */
  static ReadyProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    Process process = builder.start();
    awaitReady(process, log);
    return new ReadyProcess(process, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** From its start to the line {@code ready}. */
  Duration startTime() {
    return startTime;
  }

  /** Processor time so far. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  long residentKib() throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  /** Ends it in order. */
  void end() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  private static void awaitReady(Process process, Path log) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.equals("ready")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("it did not start: " + Files.readString(log));
    }
    Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
  }
}
