// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What PostgreSQL notes of itself in {@code postmaster.pid}.
 *
 * @param pid its process
 * @param port where it listens, zero while it has not come that far
 * @see <a
 *     href="https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h">pidfile.h</a>
 */
record PostmasterFile(long pid, int port) {
  private static final String NAME = "postmaster.pid";
  private static final int PORT_LINE = 3;

  /** Above the greatest pid that Linux (4194303) or macOS (99998) gives out. */
  private static final String NOBODY = "4194304";

  /** Reads the file of that data folder; empty when there is none, or nothing in it. */
  static Optional<PostmasterFile> read(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve(NAME));
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(new PostmasterFile(number(lines, 0), (int) number(lines, PORT_LINE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot read " + data.resolve(NAME), e);
    }
  }

  /**
   * Makes the file name a process that cannot be, because the pid it names has gone to a stranger
   * and PostgreSQL would take that one for a running server. The file's other lines stay: by its
   * shared memory PostgreSQL tells whether something of the dead server still works on the data.
   */
  static void disown(Path data) throws IOException {
    Path file = data.resolve(NAME);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, NOBODY);
    PrivateFiles.write(file, String.join("\n", lines) + "\n");
  }

  /**
   * The process, if it lives and is the server of that data folder: its command line names the
   * folder, as every start of ours does.
   */
  Optional<ProcessHandle> server(Path data) {
    return ProcessHandle.of(pid).filter(it -> serves(it, data));
  }

  /**
   * Whether the process still runs. One that has ended but that nobody waited for, as happens in
   * containers whose first process does not care for orphans, counts as alive for the JDK, but no
   * longer has a program.
   */
  static boolean lives(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static boolean serves(ProcessHandle process, Path data) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    int option = arguments.indexOf("-D");
    return option >= 0
        && option + 1 < arguments.size()
        && arguments.get(option + 1).equals(data.toString())
        && process.info().command().orElse("").endsWith("postgres");
  }

  private static long number(List<String> lines, int line) {
    if (line >= lines.size()) {
      return 0;
    }
    try {
      return Long.parseLong(lines.get(line).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
