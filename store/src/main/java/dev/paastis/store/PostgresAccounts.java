// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.account.AccountRepository;
import dev.paastis.account.StoredAccount;
import dev.paastis.app.Account;
import dev.paastis.app.Event;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that people added, in PostgreSQL, their credentials in the {@link Vault}.
 *
 * <p>One whose credentials do not open is still given, without them, and told in the log: it shows,
 * its platform refuses it, and a rotation mends it, while the others work on.
 */
final class PostgresAccounts implements AccountRepository {
  private static final Logger LOG = System.getLogger(PostgresAccounts.class.getName());
  private static final String SELECT =
      """
      SELECT id AS account_id, space_id, provider, region, name AS account_name, settings, sealed,
             production, created_at
      FROM account
      WHERE origin = 'console' AND removed_at IS NULL
      """;

  private final Database database;
  private final Vault vault;

  PostgresAccounts(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  @Override
  public List<StoredAccount> all() {
    return database.read(handle ->
        handle.createQuery(SELECT + "ORDER BY name, id").map((rs, _) -> stored(rs)).list());
  }

  @Override
  public Optional<StoredAccount> find(UUID id) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "AND id = :id")
            .bind("id", id)
            .map((rs, _) -> stored(rs))
            .findOne());
  }

  @Override
  public void add(StoredAccount stored, Event event) {
    requireText(stored.account().name());
    database.run(handle -> {
      if (!insert(handle, stored)) {
        throw new IllegalArgumentException(taken(handle, stored.account()));
      }
      EventRows.append(handle, event);
    });
  }

  @Override
  public boolean rotate(UUID id, AccountSettings settings, Event event) {
    return changed(
        id,
        event,
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE account SET settings = :settings::jsonb, sealed = :sealed
                    WHERE id = :id AND origin = 'console' AND removed_at IS NULL
                    """)
                .bind("settings", Json.write(settings.texts()))
                .bind("sealed", vault.seal(id, settings.secrets())));
  }

  @Override
  public boolean mark(UUID id, boolean production, Event event) {
    return changed(
        id,
        event,
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE account SET production = :production
                    WHERE id = :id AND origin = 'console' AND removed_at IS NULL
                    """)
                .bind("production", production));
  }

  /** What was taken over is let go of, so that the names are free again. */
  @Override
  public boolean remove(UUID id, Instant at, Event event) {
    return changed(
        id,
        event,
        handle -> {
          letGo(handle, id);
          return handle
              .createUpdate(
                  """
                  UPDATE account SET removed_at = :at, settings = '{}', sealed = NULL
                  WHERE id = :id AND origin = 'console' AND removed_at IS NULL
                  """)
              .bind("at", at);
        });
  }

  /** A change of one account with its event. */
  private boolean changed(UUID id, Event event, Function<Handle, Update> update) {
    return database.write(handle -> {
      boolean found = update.apply(handle).bind("id", id).execute() == 1;
      if (found) {
        EventRows.append(handle, event);
      }
      return found;
    });
  }

  /** The account's row is locked first, as by whoever takes over. */
  private static void letGo(Handle handle, UUID id) {
    handle
        .createUpdate(
            """
            WITH removed AS (
                SELECT id FROM account
                WHERE id = :id AND origin = 'console' AND removed_at IS NULL
                FOR NO KEY UPDATE
            )
            UPDATE found_app f
            SET taken_name = NULL, taken_idle_ms = NULL, taken_wake_ms = NULL,
                taken_wakes_per_hour = NULL, taken_production = NULL
            FROM removed
            WHERE f.account_id = removed.id AND f.taken_name IS NOT NULL
            """)
        .bind("id", id)
        .execute();
  }

  private boolean insert(Handle handle, StoredAccount stored) {
    Account account = stored.account();
    return handle
            .createUpdate(
                """
                INSERT INTO account (id, space_id, provider, region, name, created_at, origin,
                                     settings, sealed, production)
                VALUES (:id, :space, :provider, :region, :name, :at, 'console',
                        :settings::jsonb, :sealed, :production)
                ON CONFLICT (space_id, name) WHERE removed_at IS NULL DO NOTHING
                """)
            .bind("id", account.id())
            .bind("space", account.space().value())
            .bind("provider", account.provider())
            .bind("region", account.region())
            .bind("name", account.name())
            .bind("at", stored.addedAt())
            .bind("settings", Json.write(stored.settings().texts()))
            .bind("sealed", vault.seal(account.id(), stored.settings().secrets()))
            .bind("production", stored.production())
            .execute()
        == 1;
  }

  private static String taken(Handle handle, Account account) {
    boolean declared =
        handle
            .createQuery(
                """
                SELECT count(*) > 0 FROM account
                WHERE space_id = :space AND name = :name AND origin = 'file'
                """)
            .bind("space", account.space().value())
            .bind("name", account.name())
            .mapTo(Boolean.class)
            .one();
    return "there is already an account '%s'%s; give the new one another name"
        .formatted(account.name(), declared ? ", declared by the configuration file" : "");
  }

  private static void requireText(String name) {
    if (name.isBlank() || !name.equals(Json.clean(name))) {
      throw new IllegalArgumentException(
          "an account's name must be text that can be stored, got: '" + Json.clean(name) + "'");
    }
  }

  private StoredAccount stored(ResultSet rs) throws SQLException {
    Account account = Rows.account(rs);
    return new StoredAccount(
        account,
        new AccountSettings(Json.texts(rs, "settings"), secrets(account, rs.getBytes("sealed"))),
        rs.getBoolean("production"),
        Times.required(rs, "created_at"));
  }

  private Map<String, Secret> secrets(Account account, byte @Nullable [] sealed) {
    return vault
        .open(account.id(), sealed)
        .orElseGet(() -> {
          LOG.log(
              Level.ERROR,
              "the credentials of account ''{0}'' do not open: sealed with another master key, or"
                  + " changed since; rotate them",
              account.name());
          return Map.of();
        });
  }
}
