// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys as tools write them: PEM, keys in PKCS #8, PKCS #1 or SEC 1.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class PemFile {
  /** Longer is no certificate and no key. */
  private static final long LONGEST_BYTES = 1_000_000;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private PemFile() {}

  /**
   * Reads a key with its certificates.
   *
   * @throws IOException when a file cannot be read
   * @throws GeneralSecurityException when what is in them does not belong together
   */
  public static Identity identity(Path chain, Path key)
      throws IOException, GeneralSecurityException {
    return Identity.of(key(key), certificates(chain));
  }

  /**
   * Reads certificates in the order in which they stand.
   *
   * @throws IOException when the file cannot be read
   * @throws GeneralSecurityException when there are none, or one cannot be understood
   */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text(file));
    while (blocks.find()) {
      if (blocks.group(1).endsWith("CERTIFICATE")) {
        found.add(certificate(file, bytes(file, blocks.group(2))));
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException(file + " holds no whole certificate in PEM");
    }
    return found;
  }

  /**
   * Reads the first key.
   *
   * @throws IOException when the file cannot be read
   * @throws GeneralSecurityException when there is none, or it cannot be understood
   */
  public static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher blocks = BLOCK.matcher(text(file));
    while (blocks.find()) {
      String kind = blocks.group(1);
      if (kind.endsWith("PRIVATE KEY")) {
        return key(file, kind, blocks.group(2));
      }
    }
    throw new InvalidKeySpecException(file + " holds no whole private key in PEM");
  }

  private static PrivateKey key(Path file, String kind, String body)
      throws GeneralSecurityException {
    if (kind.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
      throw new InvalidKeySpecException(
          file + " holds an encrypted key; write it without: openssl pkey -in FILE -out FILE");
    }
    byte[] bytes = bytes(file, body);
    byte[] pkcs8 =
        switch (kind) {
          case "RSA PRIVATE KEY" -> KeyWrapping.ofRsa(bytes);
          case "EC PRIVATE KEY" -> KeyWrapping.ofCurve(bytes);
          default -> bytes;
        };
    for (String algorithm : ALGORITHMS) {
      PrivateKey key = read(algorithm, pkcs8);
      if (key != null) {
        return key;
      }
    }
    throw new InvalidKeySpecException(file + " holds a key that is neither RSA, EC nor Ed25519");
  }

  /** The bytes say in themselves which kind of key it is, and only the right one takes them. */
  private static @Nullable PrivateKey read(String algorithm, byte[] pkcs8)
      throws NoSuchAlgorithmException {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  private static X509Certificate certificate(Path file, byte[] bytes) throws CertificateException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new CertificateException(file + " holds a broken certificate: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path file, String body) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(file + " is not whole: " + e.getMessage(), e);
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > LONGEST_BYTES) {
      throw new IOException(file + " is too long for a certificate or key");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
