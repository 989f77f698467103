// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.RouteLine;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.edge.wire.RouteLines;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last complete snapshot, in a file that only its owner reads (0600). It is replaced as a whole
 * or not at all.
 */
final class SnapshotFile {
  private static final System.Logger LOG = System.getLogger(SnapshotFile.class.getName());

  private final Path file;

  SnapshotFile(Path file) {
    this.file = file;
  }

  /** Its lines; empty when there is none, or one that cannot be used, which is logged. */
  List<RouteLine> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      LineReader reader = new LineReader(in);
      List<RouteLine> lines = new ArrayList<>();
      for (@Nullable String line = reader.next(); line != null; line = reader.next()) {
        lines.add(RouteLines.read(line));
      }
      if (lines.isEmpty() || !lines.getLast().type().equals(RouteLine.Type.COMPLETE)) {
        throw new IOException("it is not complete");
      }
      return lines;
    } catch (IOException | GarbledException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the snapshot {0} cannot be used; the routes come from the engine: {1}",
          file,
          e.getMessage());
      return List.of();
    }
  }

  void write(List<RouteLine> lines) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      for (RouteLine line : lines) {
        out.write(RouteLines.write(line));
        out.write('\n');
      }
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
