// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.SpaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * API tokens and one-time sign-in links. Only hashes are kept: SHA-256 in lower-case hexadecimal of
 * a secret that is long and random. Safe for use by many threads; may block.
 */
public final class AccessStore {
  private final Database database;
  private final InstantSource clock;

  AccessStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * An API token that is good now.
   *
   * @param id identifies the token, harmless to show
   * @param space what it gives access to
   * @param name the name that people gave it
   * @param scopes what it may do
   * @param expiresAt end of its validity, {@code null} for none
   */
  public record Token(
      UUID id, SpaceId space, String name, Set<String> scopes, @Nullable Instant expiresAt) {
    /** Copies the scopes. */
    public Token {
      scopes = Set.copyOf(scopes);
    }
  }

  /** Keeps a token; the same hash again gets the new name, scopes and end. */
  public void saveToken(
      SpaceId space,
      String name,
      String sha256Hex,
      Set<String> scopes,
      @Nullable Instant expiresAt) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO api_token (id, space_id, name, sha256, scopes, created_at,
                                       expires_at)
                VALUES (:id, :space, :name, :sha256, :scopes, :at, :expiresAt)
                ON CONFLICT (sha256) DO UPDATE
                SET space_id = excluded.space_id, name = excluded.name,
                    scopes = excluded.scopes, expires_at = excluded.expires_at
                """)
            .bind("id", UUID.randomUUID())
            .bind("space", space.value())
            .bind("name", name)
            .bind("sha256", sha256Hex)
            .bindArray("scopes", String.class, scopes.stream().sorted().toList())
            .bind("at", clock.instant())
            .bind("expiresAt", expiresAt)
            .execute());
  }

  /** The token of that hash, unless it is unknown or has expired; notes its use by the minute. */
  public Optional<Token> findToken(String sha256Hex, Instant now) {
    return database.write(handle -> {
      handle
          .createUpdate(
              """
              UPDATE api_token SET last_used_at = :now
              WHERE sha256 = :sha256
                AND (last_used_at IS NULL
                     OR last_used_at < :now::timestamptz - interval '1 minute')
              """)
          .bind("sha256", sha256Hex)
          .bind("now", now)
          .execute();
      return handle
          .createQuery(
              """
              SELECT id, space_id, name, scopes, expires_at FROM api_token
              WHERE sha256 = :sha256 AND (expires_at IS NULL OR expires_at > :now)
              """)
          .bind("sha256", sha256Hex)
          .bind("now", now)
          .map((rs, _) -> token(rs))
          .findOne();
    });
  }

  /** Takes a token away; nothing happens when it is unknown. */
  public void removeToken(String sha256Hex) {
    database.run(handle ->
        handle
            .createUpdate("DELETE FROM api_token WHERE sha256 = :sha256")
            .bind("sha256", sha256Hex)
            .execute());
  }

  /** Keeps a sign-in link, and forgets those that have expired. */
  public void saveSignInLink(String sha256Hex, Instant expiresAt) {
    database.run(handle -> {
      handle
          .createUpdate("DELETE FROM sign_in_link WHERE expires_at < :now")
          .bind("now", clock.instant())
          .execute();
      handle
          .createUpdate(
              "INSERT INTO sign_in_link (sha256, expires_at) VALUES (:sha256, :expiresAt)")
          .bind("sha256", sha256Hex)
          .bind("expiresAt", expiresAt)
          .execute();
    });
  }

  /** Uses a link up: {@code true} for one caller only, and only before it expires. */
  public boolean useSignInLink(String sha256Hex, Instant now) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE sign_in_link SET used_at = :now
                    WHERE sha256 = :sha256 AND used_at IS NULL AND expires_at > :now
                    """)
                .bind("sha256", sha256Hex)
                .bind("now", now)
                .execute()
            == 1);
  }

  private static Token token(ResultSet rs) throws SQLException {
    return new Token(
        rs.getObject("id", UUID.class),
        Rows.space(rs),
        rs.getString("name"),
        Set.copyOf(Rows.texts(rs, "scopes")),
        Times.optional(rs, "expires_at"));
  }
}
