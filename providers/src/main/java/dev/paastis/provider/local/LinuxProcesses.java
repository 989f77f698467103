// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The process table as Linux shows it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class LinuxProcesses implements ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  // positions behind the command's closing parenthesis, where field 3 of the manual is number 0
  private static final int STATE = 0;
  private static final int GROUP = 2;
  private static final int SESSION = 3;
  private static final int FIRST_TIME = 11; // user, system, and both of children waited for
  private static final int LAST_TIME = 14;
  private static final int START_TICKS = 19;

  /** A clock tick of this file: a hundredth of a second in every Linux since 2.6. */
  private static final Duration TICK = Duration.ofMillis(10);

  private final String boot;

  LinuxProcesses() {
    try {
      boot = Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BOOT_ID, e);
    }
  }

  @Override
  public Optional<ProcessIdentity> find(long pid) {
    return stat(PROC.resolve(Long.toString(pid)))
        .map(fields -> new ProcessIdentity(pid, fields[START_TICKS], boot));
  }

  @Override
  public List<Long> members(long group) {
    String number = Long.toString(group);
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : all) {
        stat(process)
            .filter(fields -> fields[GROUP].equals(number) || fields[SESSION].equals(number))
            .ifPresent(_ -> found.add(Long.valueOf(process.getFileName().toString())));
      }
    } catch (DirectoryIteratorException | IOException e) {
      throw new IllegalStateException("cannot list " + PROC, e);
    }
    return found;
  }

  @Override
  public Optional<Duration> cpu(long group) {
    long ticks = 0;
    for (long pid : members(group)) {
      ticks += stat(PROC.resolve(Long.toString(pid))).map(LinuxProcesses::ticks).orElse(0L);
    }
    return Optional.of(TICK.multipliedBy(ticks));
  }

  private static long ticks(String[] fields) {
    long ticks = 0;
    for (int i = FIRST_TIME; i <= LAST_TIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks;
  }

  @Override
  public boolean tellsCpu() {
    return true;
  }

  @Override
  public boolean carries(long pid, String mark) {
    return holds(pid, "environ", Launcher.MARK + "=" + mark);
  }

  @Override
  public boolean isRecording(long pid) {
    // A process that is ending shows no command line: the shell that could not become the app.
    return isEmpty(pid, "cmdline") || holds(pid, "cmdline", Launcher.RECORDER);
  }

  @Override
  public String identify() {
    return """
    started() { shift %d; start=$1; }
    read -r boot < %s
    read -r stat < /proc/$$/stat
    started ${stat##*) }
    """
        .formatted(START_TICKS, BOOT_ID);
  }

  private static boolean isEmpty(long pid, String file) {
    try {
      return Files.readString(PROC.resolve(pid + "/" + file), ISO_8859_1).isEmpty();
    } catch (IOException e) {
      return true; // gone meanwhile
    }
  }

  private static boolean holds(long pid, String file, String entry) {
    try {
      String text = Files.readString(PROC.resolve(pid + "/" + file), ISO_8859_1);
      return ("\0" + text + "\0").contains("\0" + entry + "\0");
    } catch (IOException e) {
      // gone meanwhile, or of another user: not ours either way
      return false;
    }
  }

  /** The fields behind the command, which may itself hold anything; empty for what has ended. */
  private static Optional<String[]> stat(Path process) {
    String line;
    try {
      line = Files.readString(process.resolve("stat"), ISO_8859_1);
    } catch (IOException e) {
      return Optional.empty();
    }
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return ended ? Optional.empty() : Optional.of(fields);
  }
}
