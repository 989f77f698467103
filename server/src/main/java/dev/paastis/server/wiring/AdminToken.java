// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.server.access.Access;
import dev.paastis.server.access.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file with the first token, for the command line of the same user on the same machine. */
final class AdminToken {
  private static final String FILE = "admin.token";

  private AdminToken() {}

  /** Leaves a token that works; one that already does is kept. */
  static void leaveIn(Path home, Access access) throws IOException {
    Path file = home.resolve(FILE);
    if (Files.exists(file) && access.isValid(Files.readString(file).strip())) {
      return;
    }
    String token = access.createToken("admin", null, Scope.READ, Scope.WRITE);
    Path fresh =
        Files.createTempFile(
            home,
            FILE,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, token + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
