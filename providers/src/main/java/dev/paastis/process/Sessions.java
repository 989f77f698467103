// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.process;

import java.nio.file.Path;
import java.util.List;

/**
 * Gives a process a session and process group of its own, so that it can be signalled together with
 * all that it started. The group's number is the pid of the process.
 */
public final class Sessions {
  private static final String PERL_SETSID =
      "use POSIX; POSIX::setsid() != -1 or die \"setsid: $!\"; exec { $ARGV[0] } @ARGV or die";

  private Sessions() {}

  /**
   * What to write before a command; it becomes that command, which so keeps the pid. {@code setsid}
   * is part of Linux; macOS has none, but a Perl that can do the same.
   *
   * @param searched folders to look in, separated as in {@code PATH}
   * @return empty where the machine has neither
   */
  public static List<String> opener(String searched) {
    Path root = Path.of("/");
    return Executables.find("setsid", root, searched)
        .map(setsid -> List.of(setsid.toString()))
        .or(() ->
            Executables.find("perl", root, searched)
                .map(perl -> List.of(perl.toString(), "-e", PERL_SETSID)))
        .orElse(List.of());
  }
}
