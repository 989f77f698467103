// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The key that the {@link Vault}'s keys are sealed with. It lies outside the database, so that
 * neither a copy of the one nor of the other opens a credential. Immutable; it never prints itself.
 */
public final class MasterKey {
  private static final int BYTES = 32;
  private static final String MAKE = "make one with: openssl rand -base64 " + BYTES;

  private final SecretBytes bytes;

  private MasterKey(SecretBytes bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads 32 bytes in base64.
   *
   * @throws MasterKeyException when it is something else; the message does not repeat the text
   */
  public static MasterKey parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException _) {
      throw new MasterKeyException("the master key is not base64; " + MAKE);
    }
    if (bytes.length != BYTES) {
      throw new MasterKeyException(
          "the master key must be %d bytes in base64, got: %d bytes; %s"
              .formatted(BYTES, bytes.length, MAKE));
    }
    return new MasterKey(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()));
  }

  /** A new one. */
  public static MasterKey random() {
    return new MasterKey(SecretBytes.randomBytes(BYTES));
  }

  /**
   * The key in the file {@code master.key} of a data folder, made when there is none, readable for
   * its owner only.
   *
   * @param home the folder's lock, by which only one process makes the key
   * @throws MasterKeyException when the file holds something else
   */
  public static MasterKey keptIn(HomeLock home) {
    Path file = home.home().resolve("master.key");
    try {
      if (Files.exists(file)) {
        return read(file);
      }
      MasterKey fresh = random();
      PrivateFiles.write(file, fresh.text() + "\n");
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read or make the master key " + file + ": " + e.getMessage(), e);
    }
  }

  /** What seals and opens with this key. */
  @AccessesPartialKey
  Aead aead() throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(BYTES)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.NO_PREFIX)
            .build();
    AesGcmKey key = AesGcmKey.builder().setParameters(parameters).setKeyBytes(bytes).build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
        .build()
        .getPrimitive(Vault.ciphers(), Aead.class);
  }

  /** The form that {@link #parse} reads. */
  String text() {
    return Base64.getEncoder().encodeToString(bytes.toByteArray(InsecureSecretKeyAccess.get()));
  }

  @Override
  public String toString() {
    return "***";
  }

  private static MasterKey read(Path file) throws IOException {
    try {
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (MasterKeyException _) {
      throw new MasterKeyException(
          "%s does not hold %d bytes in base64; restore it from a backup".formatted(file, BYTES));
    }
  }
}
