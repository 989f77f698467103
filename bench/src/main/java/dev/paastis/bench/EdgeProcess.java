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

/** A gateway of its own process, started by the launcher as a user would. */
final class EdgeProcess implements AutoCloseable {
  private final Process process;
  private final Duration startTime;

  private EdgeProcess(Process process, Duration startTime) {
    this.process = process;
    this.startTime = startTime;
  }

  static EdgeProcess start(String engine, Path token, Path home) throws IOException {
    String launcher = Path.of(System.getProperty("paastis.root"), "paastis").toString();
    List<String> command =
        List.of(
            launcher,
            "gateway",
            "--engine",
            engine,
            "--token-file",
            token.toString(),
            "--port",
            "0",
            "--home",
            home.resolve("edge").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(home.resolve("stderr.log").toFile());
    builder.environment().put("PAASTIS_NO_BUILD", "1");
    long begun = System.nanoTime();
    Process process = builder.start();
    awaitReady(process, home);
    return new EdgeProcess(process, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** From the call of the launcher to the line {@code ready}. */
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

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitReady(Process process, Path home) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.equals("ready")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(
          "the gateway did not start: " + Files.readString(home.resolve("stderr.log")));
    }
    Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
  }
}
