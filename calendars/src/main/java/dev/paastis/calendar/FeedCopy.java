// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A feed as it was got.
 *
 * @param etag by which it is asked for again, empty if it has none
 * @param lastModified by which it is asked for again, empty if it has none
 * @param text the calendar
 */
record FeedCopy(String etag, String lastModified, String text) {
  /** Where the copy of a feed is kept: its address is secret, so it is not in the name. */
  static Path file(Path folder, URI address) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(address.toString().getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".feed");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The copy kept in that file, null if there is none. */
  static @Nullable FeedCopy read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    String[] parts = Files.readString(file).split("\n", 3);
    if (parts.length < 3) {
      throw new IOException(file + " is no copy of a feed");
    }
    return new FeedCopy(parts[0], parts[1], parts[2]);
  }

  /** Keeps it in that file, which is replaced as a whole and readable by its owner alone. */
  void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Files.createDirectories(folder);
    Path written = Files.createTempFile(folder, "feed", ".new");
    try {
      Files.writeString(written, etag + "\n" + lastModified + "\n" + text);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
