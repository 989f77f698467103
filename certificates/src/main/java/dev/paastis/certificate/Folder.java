// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import dev.paastis.gateway.tls.Identity;
import dev.paastis.gateway.tls.PemFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates on disk, for their owner alone. A key and its certificates share one file,
 * which is there whole or not at all.
 */
final class Folder {
  private static final System.Logger LOG = System.getLogger(Folder.class.getName());
  private static final String SUFFIX = ".pem";

  private final Path path;

  Folder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** All that can be read; the rest is told and left alone. */
  List<Identity> all() {
    List<Identity> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().endsWith(SUFFIX)) {
          Identity identity = readQuietly(file);
          if (identity != null) {
            found.add(identity);
          }
        }
      }
    } catch (NoSuchFileException e) {
      return found; // the first start
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "{0} cannot be read: {1}", path, e.toString());
    }
    return found;
  }

  private static @Nullable Identity readQuietly(Path file) {
    try {
      return PemFile.identity(file, file);
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the certificate in {0} cannot be used and is ordered anew when it is asked for: {1}",
          file,
          e.toString());
      return null;
    }
  }

  @Nullable Identity read(String name) throws IOException, GeneralSecurityException {
    Path file = path.resolve(name + SUFFIX);
    return Files.exists(file) ? PemFile.identity(file, file) : null;
  }

  void keep(String name, Identity identity) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      for (var certificate : identity.chain()) {
        pem.writeObject(certificate);
      }
    }
    write(name + SUFFIX, text + pem(identity.key()));
  }

  @Nullable PrivateKey key(String file) throws IOException, GeneralSecurityException {
    Path at = path.resolve(file);
    return Files.exists(at) ? PemFile.key(at) : null;
  }

  static String pem(PrivateKey key) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(new JcaPKCS8Generator(key, null));
    }
    return text.toString();
  }

  void write(String name, String text) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path fresh = path.resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text, StandardOpenOption.SYNC);
    Files.move(
        fresh,
        path.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
