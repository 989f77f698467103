// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The folder of one gateway, locked for this process: its identity and its snapshot. */
final class EdgeHome implements AutoCloseable {
  private final Path folder;
  private final FileChannel channel;

  private EdgeHome(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made when it is not there.
   *
   * @throws IOException when it cannot be used, or another gateway uses it
   */
  static EdgeHome take(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(
          "another gateway uses " + folder + "; give each a folder of its own with --home");
    }
    return new EdgeHome(folder, channel);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this process
    }
  }

  /**
   * Identifies the gateway over its restarts, so that the engine need not wait for the last run.
   */
  UUID identity() throws IOException {
    Path file = folder.resolve("gateway.id");
    if (Files.exists(file)) {
      try {
        return UUID.fromString(Files.readString(file).strip());
      } catch (IllegalArgumentException e) {
        throw new IOException(file + " does not hold an id; remove it", e);
      }
    }
    UUID fresh = UUID.randomUUID();
    Files.writeString(file, fresh + "\n");
    return fresh;
  }

  SnapshotFile snapshot() {
    return new SnapshotFile(folder.resolve("routes.ndjson"));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
