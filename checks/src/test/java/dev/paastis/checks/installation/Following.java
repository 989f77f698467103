// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that goes on until it is ended. */
public final class Following implements AutoCloseable {
  private final Process process;
  private final Captured output;

  private Following(Process process) {
    this.process = process;
    output = new Captured(process.getInputStream());
  }

  /** Starts a command against an installation. */
  public static Following command(Installation installation, String... words) throws IOException {
    return new Following(
        Launcher.builder(installation.folder(), installation.cliEnvironment(), List.of(words))
            .redirectErrorStream(true)
            .start());
  }

  /** What it printed so far. */
  public String output() {
    return output.text();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
