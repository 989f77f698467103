// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.server.access.Access;
import dev.paastis.server.access.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files with the first tokens, for the same user on the same machine: one for the command line, one
 * for gateways of their own process, which may do nothing else.
 */
final class FirstTokens {
  private FirstTokens() {}

  /** Leaves tokens that work; those that already do are kept. */
  static void leaveIn(Path home, Access access) throws IOException {
    leave(home, "admin", access, Scope.READ, Scope.WRITE);
    leave(home, "gateway", access, Scope.GATEWAY);
  }

  private static void leave(Path home, String name, Access access, Scope... scopes)
      throws IOException {
    Path file = home.resolve(name + ".token");
    if (Files.exists(file) && access.isValid(Files.readString(file).strip())) {
      return;
    }
    String token = access.createToken(name, null, scopes);
    Path fresh =
        Files.createTempFile(
            home,
            name + ".token",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, token + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
