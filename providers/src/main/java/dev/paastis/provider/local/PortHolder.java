// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells who listens on a port, for messages. Only Linux shows it cheaply, and only processes of the
 * same user.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class PortHolder {
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENING = "0A";

  private PortHolder() {}

  /** The listening process, as {@code name (pid 123)}; empty when it cannot be told. */
  static Optional<String> of(int port) {
    List<String> sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(table -> lines(Path.of(table)))
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> listensOn(fields, port))
            .map(fields -> "socket:[" + fields[INODE] + "]")
            .toList();
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses()
            .filter(p -> holds(p, sockets))
            .findFirst()
            .map(PortHolder::name);
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException e) {
      // another system; the message does without
      return Stream.empty();
    }
  }

  private static boolean listensOn(String[] fields, int port) {
    return fields.length > INODE
        && fields[STATE].equals(LISTENING)
        && fields[LOCAL_ADDRESS].endsWith(String.format(":%04X", port));
  }

  private static boolean holds(ProcessHandle process, List<String> sockets) {
    Path folder = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder)) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      // of another user, or gone meanwhile: not the one to be named
      return false;
    }
    return false;
  }

  private static String name(ProcessHandle process) {
    String program = process.info().command().orElse("process");
    return Path.of(program).getFileName() + " (pid " + process.pid() + ")";
  }
}
