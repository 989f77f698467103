// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of one installation, found in {@code /proc} by a mark in the environment they
 * inherited: whoever their parent is, and never a process of anybody else.
 */
public final class MarkedProcesses {
  private static final Path PROC = Path.of("/proc");
  private final String mark;

  MarkedProcesses(String mark) {
    this.mark = Launcher.MARK + "=" + mark;
  }

  /**
   * One of them.
   *
   * @param pid process id
   * @param command its arguments, the program first
   */
  public record Running(long pid, List<String> command) {
    /** Whether that is one of its arguments. */
    public boolean has(String argument) {
      return command.contains(argument);
    }
  }

  /** All that run now. */
  public List<Running> all() {
    try (Stream<Path> folders = Files.list(PROC)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("\\d+"))
          .filter(folder -> words(folder.resolve("environ")).contains(mark))
          .map(MarkedProcesses::running)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new AssertionError("the end-to-end tests need " + PROC, e);
    }
  }

  /** Those with that argument, for example the class of a sample. */
  public List<Long> with(String argument) {
    return all().stream().filter(each -> each.has(argument)).map(Running::pid).toList();
  }

  /** Resident memory of a process, in bytes. */
  public static long residentBytes(long pid) {
    try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError("process " + pid + " is gone", e);
    }
  }

  private static Optional<Running> running(Path folder) {
    List<String> command = words(folder.resolve("cmdline"));
    long pid = Long.parseLong(folder.getFileName().toString());
    return command.isEmpty() ? Optional.empty() : Optional.of(new Running(pid, command));
  }

  /** Empty for what ended meanwhile, for zombies and for what is not ours to read. */
  private static List<String> words(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      return Arrays.stream(text.split("\0", -1)).filter(word -> !word.isEmpty()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
