// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How PostgreSQL, which refuses to run as root, is run by root all the same: in a user namespace in
 * which root appears as nobody, while files stay root's.
 */
final class Privileges {
  private static final List<String> NAMESPACE = List.of("unshare", "--user", "--");

  private Privileges() {}

  /** What to put before a command of PostgreSQL. */
  static List<String> prefix() {
    if (!isRoot()) {
      return List.of();
    }
    if (!namespaceWorks()) {
      throw new EmbeddedServerException(
          "PostgreSQL does not run as root, and 'unshare --user' (package util-linux; not allowed"
              + " in many containers) does not work here; run Paastis as an ordinary user");
    }
    return NAMESPACE;
  }

  private static boolean isRoot() {
    try {
      Path self = Path.of("/proc/self");
      return Files.exists(self)
          ? Files.getAttribute(self, "unix:uid").equals(0)
          : System.getProperty("user.name").equals("root");
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot tell who runs this process", e);
    }
  }

  private static boolean namespaceWorks() {
    try {
      return new ProcessBuilder("unshare", "--user", "--", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
