// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.paastis.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Seals credentials. They are encrypted with the keys of a keyset; the keyset lies in the database,
 * where all engines find it, encrypted with the {@link MasterKey}, which never goes there. Each
 * ciphertext is bound to its account: in another account's row it does not open. Safe for use by
 * many threads.
 *
 * @see <a href="https://developers.google.com/tink/client-side-encryption">Envelope encryption</a>
 */
public final class Vault {
  private static final byte[] KEYSET = "paastis keyset".getBytes(StandardCharsets.US_ASCII);

  private final Database database;
  private final @Nullable Aead keys;

  private Vault(Database database, @Nullable Aead keys) {
    this.database = database;
    this.keys = keys;
  }

  /** Seals and opens nothing. */
  static Vault without(Database database) {
    return new Vault(database, null);
  }

  /**
   * Opens the database's keyset, which is made when there is none; engines that do so at once get
   * the same one.
   *
   * @throws MasterKeyException when it is sealed with another master key
   */
  static Vault open(Database database, MasterKey master, Instant now) {
    byte[] keyset =
        database.write(handle -> {
          if (stored(handle, "").isEmpty()) {
            insert(handle, freshKeyset(master), now);
          }
          return stored(handle, "").orElseThrow();
        });
    try {
      return new Vault(database, unwrap(keyset, master).getPrimitive(ciphers(), Aead.class));
    } catch (GeneralSecurityException e) {
      throw broken("the keyset", e);
    }
  }

  /**
   * Seals the keyset with another master key. The credentials stay as they are: engines that run go
   * on, and need the new key at their next start.
   *
   * @throws MasterKeyException when the old key is not the one
   */
  public void rewrap(MasterKey old, MasterKey fresh) {
    database.run(handle -> {
      byte[] keyset =
          stored(handle, "FOR UPDATE")
              .orElseThrow(() -> new MasterKeyException("nothing was sealed with any key yet"));
      handle
          .createUpdate("UPDATE vault SET keyset = :keyset")
          .bind("keyset", wrap(unwrap(keyset, old), fresh))
          .execute();
    });
  }

  /** The secrets as they are kept in the account's row, {@code null} when there are none. */
  byte @Nullable [] seal(UUID account, Map<String, Secret> secrets) {
    if (secrets.isEmpty()) {
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    secrets.forEach((name, secret) -> texts.put(name, secret.reveal()));
    byte[] plain = Json.exact(texts).getBytes(StandardCharsets.UTF_8);
    try {
      return keys().encrypt(plain, binding(account));
    } catch (GeneralSecurityException e) {
      throw broken("the credentials of account " + account, e);
    }
  }

  /**
   * The secrets of an account's row; empty when these bytes were not sealed for it here: changed,
   * of another row, or sealed with other keys.
   */
  Optional<Map<String, Secret>> open(UUID account, byte @Nullable [] sealed) {
    if (sealed == null) {
      return Optional.of(Map.of());
    }
    try {
      String plain = new String(keys().decrypt(sealed, binding(account)), StandardCharsets.UTF_8);
      Map<String, Secret> secrets = new LinkedHashMap<>();
      Json.texts(plain).forEach((name, text) -> secrets.put(name, new Secret(text)));
      return Optional.of(secrets);
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /** Tink's authenticated ciphers; it wants them registered once in a process, or oftener. */
  static Configuration ciphers() throws GeneralSecurityException {
    AeadConfig.register();
    return RegistryConfiguration.get();
  }

  private Aead keys() {
    if (keys == null) {
      throw new IllegalStateException(
          "the store was opened without a master key: it keeps no credentials");
    }
    return keys;
  }

  private static byte[] binding(UUID account) {
    return ("paastis account " + account).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] freshKeyset(MasterKey master) {
    try {
      return wrap(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, ciphers()), master);
    } catch (GeneralSecurityException e) {
      throw broken("a new keyset", e);
    }
  }

  private static byte[] wrap(KeysetHandle keyset, MasterKey master) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          keyset, master.aead(), KEYSET, ciphers());
    } catch (GeneralSecurityException e) {
      throw broken("the keyset", e);
    }
  }

  private static KeysetHandle unwrap(byte[] keyset, MasterKey master) {
    try {
      return TinkProtoKeysetFormat.parseEncryptedKeyset(keyset, master.aead(), KEYSET, ciphers());
    } catch (GeneralSecurityException _) {
      throw new MasterKeyException(
          "the credentials in this database are sealed with another master key; every engine on"
              + " it needs that one: set PAASTIS_MASTER_KEY to it, or restore the file master.key"
              + " of the data folder and leave PAASTIS_MASTER_KEY out");
    }
  }

  private static Optional<byte[]> stored(Handle handle, String lock) {
    return handle
        .createQuery("SELECT keyset FROM vault " + lock)
        .map((rs, _) -> rs.getBytes("keyset"))
        .findOne();
  }

  private static void insert(Handle handle, byte[] keyset, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO vault (keyset, created_at) VALUES (:keyset, :at)
            ON CONFLICT (only_row) DO NOTHING
            """)
        .bind("keyset", keyset)
        .bind("at", now)
        .execute();
  }

  private static IllegalStateException broken(String what, GeneralSecurityException e) {
    return new IllegalStateException("cannot seal or open " + what, e);
  }
}
