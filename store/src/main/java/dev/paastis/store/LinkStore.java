// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.provider.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What links in messages need: the key they are signed with, sealed by the vault, and which of them
 * were used. Safe for use by many threads and engines; may block.
 */
public final class LinkStore {
  private static final String NAME = "link-key";
  private static final int BYTES = 32;

  private final Database database;
  private final Vault vault;

  LinkStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** The key in Base64, made when there is none; engines that ask at once get the same one. */
  public Secret key(Instant now) {
    return database.write(handle -> {
      if (sealed(handle).isEmpty()) {
        insert(handle, now);
      }
      return sealed(handle).flatMap(this::open).orElseThrow(LinkStore::unreadable);
    });
  }

  /**
   * Uses a link up: of any number of calls at once, one gets an empty answer, all others and later
   * ones the time of that use.
   */
  public Optional<Instant> use(UUID message, String action, Instant now, Instant expiresAt) {
    return database.write(handle -> {
      handle
          .createUpdate("DELETE FROM used_link WHERE expires_at < :now")
          .bind("now", now)
          .execute();
      int inserted =
          handle
              .createUpdate(
                  """
                  INSERT INTO used_link (message, action, used_at, expires_at)
                  VALUES (:message, :action, :now, :expiresAt)
                  ON CONFLICT DO NOTHING
                  """)
              .bind("message", message)
              .bind("action", action)
              .bind("now", now)
              .bind("expiresAt", expiresAt)
              .execute();
      return inserted == 1 ? Optional.<Instant>empty() : usedAt(handle, message, action);
    });
  }

  /** When the link was used, if it was. */
  public Optional<Instant> usedAt(UUID message, String action) {
    return database.read(handle -> usedAt(handle, message, action));
  }

  private static Optional<Instant> usedAt(Handle handle, UUID message, String action) {
    return handle
        .createQuery("SELECT used_at FROM used_link WHERE message = :message AND action = :action")
        .bind("message", message)
        .bind("action", action)
        .map((rs, _) -> Times.required(rs, "used_at"))
        .findOne();
  }

  private void insert(Handle handle, Instant now) {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    UUID id = UUID.randomUUID();
    Secret secret = new Secret(Base64.getEncoder().encodeToString(key));
    handle
        .createUpdate(
            """
            INSERT INTO link_key (id, sealed, created_at) VALUES (:id, :sealed, :at)
            ON CONFLICT (only_row) DO NOTHING
            """)
        .bind("id", id)
        .bind("sealed", vault.seal(id, Map.of(NAME, secret)))
        .bind("at", now)
        .execute();
  }

  private static Optional<Sealed> sealed(Handle handle) {
    return handle
        .createQuery("SELECT id, sealed FROM link_key")
        .map((rs, _) -> new Sealed(rs.getObject("id", UUID.class), rs.getBytes("sealed")))
        .findOne();
  }

  private Optional<Secret> open(Sealed row) {
    return vault.open(row.id, row.bytes).map(secrets -> secrets.get(NAME));
  }

  private static IllegalStateException unreadable() {
    return new IllegalStateException("the key of links does not open with the vault's keys");
  }

  /** No record: it holds bytes. */
  private static final class Sealed {
    private final UUID id;
    private final byte[] bytes;

    Sealed(UUID id, byte[] bytes) {
      this.id = id;
      this.bytes = bytes;
    }
  }
}
