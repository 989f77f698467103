// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppState;
import dev.paastis.app.Event;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Apps and their states in PostgreSQL.
 *
 * <p>A transition is one {@code UPDATE ... WHERE version = ?}. Under READ COMMITTED the second of
 * two racing engines waits for the first's row lock, looks at the row again, finds another version
 * and changes nothing: exactly one wins, without retries and without serialization failures. Every
 * transaction locks app rows in the order of their ids and the space's log last, so that no two of
 * them can wait for each other.
 */
final class PostgresApps implements AppRepository {
  private static final String SELECT =
      """
      SELECT a.space_id, a.account_id, a.ref, a.name, a.hosts, a.idle_timeout_ms,
             a.wake_timeout_ms, a.wakes_per_hour, a.group_name, a.group_order,
             a.group_delay_ms, a.group_optional, a.group_whole, a.kinds, a.labels,
             coalesce(a.production_marked, a.production_declared) AS production,
             a.lifted,
             c.provider, c.region, c.name AS account_name,
             s.app_id, s.version, s.state, s.since, s.operation_id, s.engine, s.started_at,
             s.cause, s.upstream, s.formation, s.awake_since, s.handled_at, s.unknown_cause,
             s.last_activity, s.pinned_until
      FROM app a
      JOIN account c ON c.id = a.account_id
      JOIN app_state s ON s.app_id = a.id
      WHERE a.removed_at IS NULL
      """;

  private final Database database;

  PostgresApps(Database database) {
    this.database = database;
  }

  @Override
  public List<TrackedApp> all() {
    return database.read(handle ->
        handle.createQuery(SELECT + "ORDER BY a.name, a.id").map(Rows::trackedApp).list());
  }

  @Override
  public Optional<TrackedApp> find(AppId id) {
    return database.read(handle -> find(handle, id));
  }

  @Override
  public Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event) {
    return database.write(handle -> {
      if (!move(handle, from, to)) {
        return Optional.empty();
      }
      if (from.state().name() != to.name()) {
        LedgerRows.open(handle, from.id().value(), to, event.at());
      }
      EventRows.append(handle, event);
      return find(handle, from.id());
    });
  }

  @Override
  public List<TrackedApp> declare(Account account, List<App> apps, Instant at) {
    return database.write(handle -> {
      new Declaration(handle, account, at).apply(apps);
      return ofAccount(handle, account);
    });
  }

  @Override
  public Optional<TrackedApp> pin(AppId id, @Nullable Instant until, Event event) {
    return changed(
        id,
        event,
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE app_state s SET pinned_until = :until
                    FROM app a
                    WHERE s.app_id = :app AND a.id = s.app_id AND a.removed_at IS NULL
                    """)
                .bind("until", until));
  }

  @Override
  public Optional<TrackedApp> protect(AppId id, @Nullable String why, Event event) {
    return changed(
        id,
        event,
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE app
                    SET production_marked = :why::text,
                        lifted = CASE WHEN coalesce(:why::text, production_declared) IS NULL
                                      THEN NULL ELSE lifted END
                    WHERE id = :app AND removed_at IS NULL
                    """)
                .bind("why", why));
  }

  @Override
  public Optional<TrackedApp> lift(AppId id, Wall.@Nullable Lifted lifted, Event event) {
    return changed(
        id,
        event,
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE app SET lifted = :lifted::jsonb
                    WHERE id = :app AND removed_at IS NULL
                      AND num_nonnulls(production_declared, production_marked) > 0
                    """)
                .bind("lifted", lifted == null ? null : Json.write(lifted)));
  }

  /** A change of one app with its event, and the row as it then stands. */
  private Optional<TrackedApp> changed(AppId id, Event event, Function<Handle, Update> update) {
    return database.write(handle -> {
      if (update.apply(handle).bind("app", id.value()).execute() == 0) {
        return Optional.empty();
      }
      EventRows.append(handle, event);
      return find(handle, id);
    });
  }

  @Override
  public void recordActivity(Map<AppId, Instant> lastActivity) {
    if (lastActivity.isEmpty()) {
      return;
    }
    Map<UUID, String> sorted = new TreeMap<>();
    lastActivity.forEach((id, at) -> sorted.put(id.value(), Times.text(at)));
    database.run(handle -> moveActivity(handle, sorted));
  }

  private static Optional<TrackedApp> find(Handle handle, AppId id) {
    return handle
        .createQuery(SELECT + "AND a.id = :app")
        .bind("app", id.value())
        .map(Rows::trackedApp)
        .findOne();
  }

  private static List<TrackedApp> ofAccount(Handle handle, Account account) {
    return handle
        .createQuery(SELECT + "AND a.account_id = :account ORDER BY a.name, a.id")
        .bind("account", account.id())
        .map(Rows::trackedApp)
        .list();
  }

  private static boolean move(Handle handle, TrackedApp from, AppState to) {
    return StateRow.bind(
                handle.createUpdate(
                    """
                    UPDATE app_state
                    SET version = version + 1, state = :state, since = :since,
                        operation_id = :operation::uuid, engine = :engine::uuid, started_at = :startedAt,
                        cause = :cause::jsonb, upstream = :upstream,
                        formation = :formation::jsonb, awake_since = :awakeSince,
                        handled_at = :handledAt, unknown_cause = :unknownCause
                    WHERE app_id = :app AND version = :version
                    """),
                to)
            .bind("app", from.id().value())
            .bind("version", from.version())
            .execute()
        == 1;
  }

  /** Locks in the order of ids first: two engines that report the same apps must not deadlock. */
  private static void moveActivity(Handle handle, Map<UUID, String> lastActivity) {
    handle
        .createUpdate(
            """
            WITH seen AS (
                SELECT * FROM unnest(:apps, :times::timestamptz[]) AS t (app_id, at)
            ), later AS (
                SELECT s.app_id, seen.at
                FROM app_state s JOIN seen ON seen.app_id = s.app_id
                WHERE s.last_activity IS NULL OR s.last_activity < seen.at
                ORDER BY s.app_id
                FOR UPDATE OF s
            )
            UPDATE app_state s SET last_activity = later.at
            FROM later
            WHERE s.app_id = later.app_id
            """)
        .bindArray("apps", UUID.class, List.copyOf(lastActivity.keySet()))
        .bindArray("times", String.class, List.copyOf(lastActivity.values()))
        .execute();
  }
}
