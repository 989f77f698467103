// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The machine's processes. Safe for use by many threads. */
sealed interface ProcessTable permits LinuxProcesses, PosixProcesses {
  /** The process of that number; empty when there is none or it has ended. */
  Optional<ProcessIdentity> find(long pid);

  /** The processes of the group that have not ended, and those of its session where known. */
  List<Long> members(long group);

  /**
   * Whether the process was started under that mark, see {@link Launcher#MARK}. Asked before
   * signalling what a dead leader left: its number alone would not prove whose they are.
   */
  boolean carries(long pid, String mark);

  /** Whether the process runs the recording script, or is ending, and so is not the app. */
  boolean isRecording(long pid);

  /**
   * The time that the members of the group have used of all cores, those that ended and were waited
   * for included; empty where this table cannot tell.
   */
  default Optional<Duration> cpu(long group) {
    return Optional.empty();
  }

  /** Whether {@link #cpu} tells anything. */
  default boolean tellsCpu() {
    return false;
  }

  /** Shell lines that set {@code start} and {@code boot} of the shell itself. */
  String identify();

  /** Whether that very process runs. */
  default boolean runs(ProcessIdentity process) {
    return find(process.pid()).filter(process::equals).isPresent();
  }

  /** The table of this machine. */
  static ProcessTable system() {
    return Files.isReadable(Path.of("/proc/self/stat"))
        ? new LinuxProcesses()
        : new PosixProcesses();
  }
}
