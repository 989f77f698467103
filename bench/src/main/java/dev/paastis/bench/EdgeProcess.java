// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A gateway of its own process, started by the launcher as a user would. */
final class EdgeProcess implements AutoCloseable {
  private final ReadyProcess process;

  private EdgeProcess(ReadyProcess process) {
    this.process = process;
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
    return new EdgeProcess(
        ReadyProcess.start(command, Map.of("PAASTIS_NO_BUILD", "1"), home.resolve("stderr.log")));
  }

  /** From the call of the launcher to the line {@code ready}. */
  Duration startTime() {
    return process.startTime();
  }

  /** Processor time so far. */
  Duration cpu() {
    return process.cpu();
  }

  long residentKib() throws IOException {
    return process.residentKib();
  }

  @Override
  public void close() {
    try {
      process.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
