// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The process table as {@code ps} shows it, for macOS and the BSDs. Start times are to the second,
 * which is as exact as these systems tell it to a shell.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/ps.html">ps</a>
 */
final class PosixProcesses implements ProcessTable {
  @Override
  public Optional<ProcessIdentity> find(long pid) {
    return ps("-o", "stat=,lstart=", "-p", Long.toString(pid)).stream()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2 && !parts[0].startsWith("Z"))
        .findFirst()
        .map(parts -> new ProcessIdentity(pid, parts[1].strip(), ""));
  }

  @Override
  public List<Long> members(long group) {
    String number = Long.toString(group);
    return ps("-A", "-o", "pid=,pgid=,stat=").stream()
        .map(line -> line.split(" +", 3))
        .filter(parts -> parts.length == 3 && parts[1].equals(number))
        .filter(parts -> !parts[2].startsWith("Z"))
        .map(parts -> Long.valueOf(parts[0]))
        .toList();
  }

  /** By the group alone: what it leaves open is a group number used again by a leader now dead. */
  @Override
  public boolean carries(long pid, String mark) {
    return true;
  }

  /** Cannot be told; an app that could not be run is then found by its exit code. */
  @Override
  public boolean isRecording(long pid) {
    return false;
  }

  @Override
  public String identify() {
    return """
    boot=
    start=$(LC_ALL=C TZ=UTC0 ps -o lstart= -p $$)
    start=${start#"${start%%[! ]*}"}
    start=${start%"${start##*[! ]}"}
    """;
  }

  private static List<String> ps(String... options) {
    var command = new ProcessBuilder("ps");
    command.command().addAll(List.of(options));
    command.environment().put("LC_ALL", "C");
    command.environment().put("TZ", "UTC0");
    try {
      Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (var lines = process.inputReader(ISO_8859_1)) {
        return lines.lines().map(String::strip).toList();
      }
    } catch (IOException e) {
      throw new IllegalStateException("ps could not be run; is it on the PATH?", e);
    }
  }
}
