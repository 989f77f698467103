// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.account.FoundApp;
import dev.paastis.account.FoundApps;
import dev.paastis.app.Account;
import dev.paastis.app.AppSettings;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** What was found on the accounts, in PostgreSQL. */
final class PostgresFoundApps implements FoundApps {
  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;

  PostgresFoundApps(Database database) {
    this.database = database;
  }

  @Override
  public List<FoundApp> on(Account account) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM found_app
                WHERE account_id = :account AND (gone_at IS NULL OR taken_name IS NOT NULL)
                ORDER BY name, ref
                """)
            .bind("account", account.id())
            .map((rs, _) -> found(rs))
            .list());
  }

  /** A list that comes in when the account was removed meanwhile changes nothing. */
  @Override
  public boolean saw(Account account, List<DiscoveredApp> listed, Instant at) {
    String json = FoundJson.write(listed);
    return database.write(handle -> {
      if (!lock(handle, account)) {
        return false;
      }
      boolean other = differ(handle, account, json);
      keep(handle, account, json, at);
      return other;
    });
  }

  @Override
  public boolean take(Account account, String ref, FoundApp.@Nullable Taken taken) {
    try {
      return database.write(handle -> {
        if (!lock(handle, account)) {
          return false;
        }
        if (taken != null) {
          requireFree(handle, account, ref, taken.name());
        }
        return set(handle, account, ref, taken);
      });
    } catch (UnableToExecuteStatementException e) {
      if (taken != null
          && e.getCause() instanceof SQLException sql
          && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        throw new IllegalArgumentException(
            "'%s' is already taken for another app; choose another name".formatted(taken.name()),
            e);
      }
      throw e;
    }
  }

  /** One after the other on an account, and none beside its removal. */
  private static boolean lock(Handle handle, Account account) {
    return handle
        .createQuery(
            """
            SELECT id FROM account
            WHERE id = :account AND space_id = :space AND removed_at IS NULL
            FOR NO KEY UPDATE
            """)
        .bind("account", account.id())
        .bind("space", account.space().value())
        .mapTo(UUID.class)
        .findOne()
        .isPresent();
  }

  /** Whether apps that were taken over are listed with other hosts, traits or labels. */
  private static boolean differ(Handle handle, Account account, String listed) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (
                SELECT FROM found_app f JOIN jsonb_to_recordset(:listed::jsonb) AS s (
                    ref text, hosts text[], traits text[], labels jsonb) ON s.ref = f.ref
                WHERE f.account_id = :account AND f.taken_name IS NOT NULL
                  AND (f.hosts, f.traits, f.labels) IS DISTINCT FROM (s.hosts, s.traits, s.labels))
            """)
        .bind("listed", listed)
        .bind("account", account.id())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Writes rows that differ, whatever their number in one statement. Of an app that does not run a
   * platform may not know any more what ran: what it said before is kept then.
   */
  private static void keep(Handle handle, Account account, String listed, Instant at) {
    handle
        .createUpdate(
            """
            WITH seen AS (
                SELECT * FROM jsonb_to_recordset(:listed::jsonb) AS s (
                    ref text, name text, hosts text[], running boolean, formation jsonb,
                    traits text[], labels jsonb)
            ), kept AS (
                INSERT INTO found_app AS f (account_id, space_id, ref, name, hosts, running,
                                            formation, traits, labels, found_at)
                SELECT :account, :space, ref, name, hosts, running, formation, traits, labels, :at
                FROM seen
                ON CONFLICT (account_id, ref) DO UPDATE
                SET name = excluded.name, hosts = excluded.hosts, running = excluded.running,
                    formation = CASE WHEN NOT excluded.running AND excluded.formation = :nothing::jsonb
                                     THEN f.formation ELSE excluded.formation END,
                    traits = excluded.traits, labels = excluded.labels, gone_at = NULL
                WHERE (f.name, f.hosts, f.running, f.traits, f.labels, f.gone_at)
                      IS DISTINCT FROM (excluded.name, excluded.hosts, excluded.running,
                                        excluded.traits, excluded.labels, NULL)
                   OR (f.formation <> excluded.formation
                       AND (excluded.running OR excluded.formation <> :nothing::jsonb))
            )
            UPDATE found_app f SET gone_at = :at
            WHERE f.account_id = :account AND f.gone_at IS NULL
              AND NOT EXISTS (SELECT FROM seen WHERE seen.ref = f.ref)
            """)
        .bind("listed", listed)
        .bind("nothing", FoundJson.NOTHING)
        .bind("account", account.id())
        .bind("space", account.space().value())
        .bind("at", at)
        .execute();
  }

  private static void requireFree(Handle handle, Account account, String ref, String name) {
    Optional<String> holder =
        handle
            .createQuery(
                """
                SELECT 'already an app of account ''' || c.name || ''''
                FROM app a JOIN account c ON c.id = a.account_id
                WHERE a.space_id = :space AND a.name = :name AND a.removed_at IS NULL
                  AND (a.account_id, a.ref) <> (:account, :ref)
                UNION ALL
                SELECT 'already taken for ''' || f.name || ''' of account ''' || c.name || ''''
                FROM found_app f JOIN account c ON c.id = f.account_id
                WHERE f.space_id = :space AND f.taken_name = :name
                  AND (f.account_id, f.ref) <> (:account, :ref)
                LIMIT 1
                """)
            .bind("space", account.space().value())
            .bind("name", name)
            .bind("account", account.id())
            .bind("ref", Json.clean(ref))
            .mapTo(String.class)
            .findOne();
    if (holder.isPresent()) {
      throw new IllegalArgumentException(
          "'%s' is %s; choose another name".formatted(name, holder.get()));
    }
  }

  private static boolean set(
      Handle handle, Account account, String ref, FoundApp.@Nullable Taken taken) {
    @Nullable AppSettings settings = taken == null ? null : taken.settings();
    return handle
            .createUpdate(
                """
                UPDATE found_app
                SET taken_name = :name, taken_idle_ms = :idle, taken_wake_ms = :wake,
                    taken_wakes_per_hour = :perHour, taken_production = :production
                WHERE account_id = :account AND ref = :ref
                """)
            .bind("name", taken == null ? null : taken.name())
            .bind("idle", settings == null ? null : Long.valueOf(settings.idleTimeout().toMillis()))
            .bind("wake", settings == null ? null : Long.valueOf(settings.wakeTimeout().toMillis()))
            .bind("perHour", settings == null ? null : Integer.valueOf(settings.wakesPerHour()))
            .bind("production", taken == null ? null : Boolean.valueOf(taken.production()))
            .bind("account", account.id())
            .bind("ref", Json.clean(ref))
            .execute()
        == 1;
  }

  private static FoundApp found(ResultSet rs) throws SQLException {
    return new FoundApp(
        rs.getString("ref"),
        rs.getString("name"),
        Rows.texts(rs, "hosts"),
        rs.getBoolean("running"),
        Json.formation(rs, "formation"),
        Rows.texts(rs, "traits").stream().map(Trait::valueOf).collect(Collectors.toSet()),
        Json.texts(rs, "labels"),
        Times.required(rs, "found_at"),
        Times.optional(rs, "gone_at"),
        taken(rs));
  }

  private static FoundApp.@Nullable Taken taken(ResultSet rs) throws SQLException {
    @Nullable String name = rs.getString("taken_name");
    return name == null
        ? null
        : new FoundApp.Taken(
            name,
            new AppSettings(
                Duration.ofMillis(rs.getLong("taken_idle_ms")),
                Duration.ofMillis(rs.getLong("taken_wake_ms")),
                rs.getInt("taken_wakes_per_hour")),
            rs.getBoolean("taken_production"));
  }
}
