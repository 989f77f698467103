// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.RouteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  private static final List<RouteLine> LINES =
      List.of(
          Told.snapshot("e"),
          RouteLine.inForce(null),
          RouteLine.route(Told.awake(1, 5, 80), null),
          RouteLine.complete(40));

  @TempDir Path folder;
  private Path path;
  private SnapshotFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("routes.ndjson");
    file = new SnapshotFile(path);
  }

  @Test
  void written_isReadAgain_byItsOwnerOnly() throws IOException {
    file.write(List.of(LINES.getFirst(), RouteLine.complete(1)));
    file.write(LINES);
    assertThat(file.read()).isEqualTo(LINES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void missing_isEmpty() {
    assertThat(file.read()).isEmpty();
  }

  @Test
  void garbledOrCutOff_isNotUsed() throws IOException {
    file.write(LINES);
    String whole = Files.readString(path);
    Files.writeString(path, whole.substring(0, whole.length() - 20));
    assertThat(file.read()).isEmpty();
    Files.writeString(path, "no json\n" + whole);
    assertThat(file.read()).isEmpty();
  }
}
