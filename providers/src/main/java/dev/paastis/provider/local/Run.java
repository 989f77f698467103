// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One run of an app: its leading process and, when this engine started it, its exit code.
 *
 * @param facts as recorded
 * @param child the leading process when it is ours to collect; {@code null}: adopted
 */
record Run(RunFile facts, @Nullable Process child) {
  private static final Duration COLLECTING = Duration.ofSeconds(1);

  /** Number of the leading process, its group and its session. */
  long group() {
    return facts.process().pid();
  }

  /** The exit code of a process that has ended; {@code null} when only its parent was told. */
  @Nullable Integer exitCode() throws InterruptedException {
    Process parented = child;
    if (parented == null || !parented.waitFor(COLLECTING)) {
      return null;
    }
    return parented.exitValue();
  }

  /** Blocks the calling virtual thread until the leading process has ended. */
  void awaitEnd() {
    if (child != null) {
      child.onExit().join();
    } else {
      ProcessHandle.of(group()).ifPresent(adopted -> adopted.onExit().join());
    }
  }
}
