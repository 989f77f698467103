// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: {@code pbkdf2-sha256:ITERATIONS:SALT:HASH} with salt and hash in
 * Base64, or {@code sha256:HEX} for long random ones. Prints nothing of itself. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018#section-5.2">RFC 8018, section 5.2</a>
 */
public final class PasswordHash {
  private static final String SHAPE =
      "a hash is written pbkdf2-sha256:ITERATIONS:SALT:HASH or sha256:HEX; 'paastis routes hash'"
          + " makes one";
  private static final int MOST_ITERATIONS = 5_000_000;

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying how it is written, without telling what was
   */
  public static PasswordHash of(String written) {
    String[] parts = written.split(":", -1);
    try {
      if (parts.length == 2 && parts[0].equals("sha256")) {
        return checked(new PasswordHash(0, new byte[0], HexFormat.of().parseHex(parts[1])));
      }
      if (parts.length == 4 && parts[0].equals("pbkdf2-sha256")) {
        Base64.Decoder base64 = Base64.getDecoder();
        int iterations = Integer.parseInt(parts[1]);
        if (iterations >= 1 && iterations <= MOST_ITERATIONS && !parts[2].isEmpty()) {
          return checked(
              new PasswordHash(iterations, base64.decode(parts[2]), base64.decode(parts[3])));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(SHAPE); // without the cause: it would quote the hash
    }
    throw new IllegalArgumentException(SHAPE);
  }

  private static PasswordHash checked(PasswordHash read) {
    if (read.hash.length != 32) {
      throw new IllegalArgumentException(SHAPE);
    }
    return read;
  }

  /** As it is written, for another gateway; nothing for people. */
  public String written() {
    Base64.Encoder base64 = Base64.getEncoder();
    return iterations == 0
        ? "sha256:" + HexFormat.of().formatHex(hash)
        : "pbkdf2-sha256:%d:%s:%s"
            .formatted(iterations, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /** Takes tenths of a second where it is of PBKDF2; the time does not tell how much was right. */
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password));
  }

  private byte[] derive(String password) {
    try {
      if (iterations == 0) {
        return MessageDigest.getInstance("SHA-256")
            .digest(password.getBytes(StandardCharsets.UTF_8));
      }
      PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256 and PBKDF2", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
