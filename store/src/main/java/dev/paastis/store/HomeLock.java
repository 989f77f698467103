// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sole use of a data folder, by a lock on {@code engine.lock} that the operating system takes
 * back when the process ends in whatever way.
 */
public final class HomeLock implements AutoCloseable {
  /**
   * The folders that this process holds. POSIX drops all of a process's locks on a file as soon as
   * the process closes any channel to it, so a second attempt must not even open the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path home;
  private final FileChannel channel;

  private HomeLock(Path home, FileChannel channel) {
    this.home = home;
    this.channel = channel;
  }

  /**
   * Takes the folder, which is made, for its owner only, when it does not exist.
   *
   * @throws HomeInUseException when it is taken
   */
  public static HomeLock take(Path home) {
    try {
      PrivateFiles.createFolder(home);
      return takeExisting(home.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use the data folder " + home + ": " + e.getMessage(), e);
    }
  }

  /** The folder, with links resolved. */
  public Path home() {
    return home;
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give free " + home, e);
    } finally {
      HELD.remove(home);
    }
  }

  private static HomeLock takeExisting(Path home) throws IOException {
    if (!HELD.add(home)) {
      throw new HomeInUseException(home, "this process");
    }
    @Nullable FileChannel channel = null;
    boolean taken = false;
    try {
      channel = open(home.resolve("engine.lock"));
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new HomeInUseException(home, "process " + owner(channel));
      }
      sign(channel);
      taken = true;
      return new HomeLock(home, channel);
    } finally {
      if (!taken) {
        HELD.remove(home);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void sign(FileChannel channel) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
  }
}
