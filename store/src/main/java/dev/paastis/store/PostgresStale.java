// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.stale.StaleBook;
import dev.paastis.stale.StaleCase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What is kept of stale apps, in PostgreSQL. */
final class PostgresStale implements StaleBook {
  private final Database database;

  PostgresStale(Database database) {
    this.database = database;
  }

  @Override
  public List<StaleCase> all() {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM stale_app ORDER BY app_id")
            .map((rs, _) -> stale(rs))
            .list());
  }

  @Override
  public Optional<StaleCase> find(AppId app) {
    return database.read(handle -> find(handle, app));
  }

  /** One after the other on an app, whose row is locked, whether or not there is a case yet. */
  @Override
  public boolean change(
      AppId app, Function<StaleCase, @Nullable StaleCase> change, @Nullable Event event) {
    return database.write(handle -> {
      Optional<UUID> space = lock(handle, app);
      StaleCase next =
          space.isEmpty()
              ? null
              : change.apply(find(handle, app).orElseGet(() -> StaleCase.none(app)));
      if (next == null) {
        return false;
      }
      write(handle, next, space.get());
      if (event != null) {
        var _ = EventRows.append(handle, event);
      }
      return true;
    });
  }

  @Override
  public void forget(AppId app) {
    database.run(handle -> handle.execute("DELETE FROM stale_app WHERE app_id = ?", app.value()));
  }

  @Override
  public Map<AppId, Instant> handled() {
    Map<AppId, Instant> handled = new HashMap<>();
    database
        .read(handle ->
            handle
                .createQuery(
                    """
                    SELECT a.id, coalesce(e.at, a.created_at) AS at
                    FROM app a
                    CROSS JOIN LATERAL (
                        SELECT max(at) AS at FROM event
                        WHERE app_id = a.id AND type IN ('app-added', 'deployed', 'found-awake')
                    ) e
                    WHERE a.removed_at IS NULL
                    """)
                .map((rs, _) ->
                    Map.entry(new AppId(rs.getObject("id", UUID.class)), Times.required(rs, "at")))
                .list())
        .forEach(entry -> handled.put(entry.getKey(), entry.getValue()));
    return handled;
  }

  private static Optional<UUID> lock(Handle handle, AppId app) {
    return handle
        .createQuery(
            """
            SELECT space_id FROM app WHERE id = :app AND removed_at IS NULL FOR NO KEY UPDATE
            """)
        .bind("app", app.value())
        .mapTo(UUID.class)
        .findOne();
  }

  private static Optional<StaleCase> find(Handle handle, AppId app) {
    return handle
        .createQuery("SELECT * FROM stale_app WHERE app_id = :app")
        .bind("app", app.value())
        .map((rs, _) -> stale(rs))
        .findOne();
  }

  private static void write(Handle handle, StaleCase stale, UUID space) {
    bind(
            handle.createUpdate(
                """
                INSERT INTO stale_app (app_id, space_id, unused_since, found_at, first_warned_at,
                                       last_warned_at, delete_at, ordered, deleted_at, trouble,
                                       kept_until, kept_by, kept_reason)
                VALUES (:app, :space, :unusedSince, :foundAt, :firstWarnedAt, :lastWarnedAt,
                        :deleteAt, :ordered::jsonb, :deletedAt, :trouble, :keptUntil, :keptBy,
                        :keptReason)
                ON CONFLICT (app_id) DO UPDATE
                SET unused_since = excluded.unused_since, found_at = excluded.found_at,
                    first_warned_at = excluded.first_warned_at,
                    last_warned_at = excluded.last_warned_at, delete_at = excluded.delete_at,
                    ordered = excluded.ordered, deleted_at = excluded.deleted_at,
                    trouble = excluded.trouble, kept_until = excluded.kept_until,
                    kept_by = excluded.kept_by, kept_reason = excluded.kept_reason
                """),
            stale)
        .bind("app", stale.app().value())
        .bind("space", space)
        .execute();
  }

  private static Update bind(Update statement, StaleCase stale) {
    StaleCase.@Nullable Kept kept = stale.kept();
    @Nullable Map<String, String> ordered = stale.ordered();
    return statement
        .bind("unusedSince", stale.unusedSince())
        .bind("foundAt", stale.foundAt())
        .bind("firstWarnedAt", stale.firstWarnedAt())
        .bind("lastWarnedAt", stale.lastWarnedAt())
        .bind("deleteAt", stale.deleteAt())
        .bind("ordered", ordered == null ? null : Json.write(ordered))
        .bind("deletedAt", stale.deletedAt())
        .bind("trouble", Json.clean(stale.trouble()))
        .bind("keptUntil", kept == null ? null : kept.until())
        .bind("keptBy", kept == null ? null : Json.clean(kept.by()))
        .bind("keptReason", kept == null ? null : Json.clean(kept.reason()));
  }

  private static StaleCase stale(ResultSet rs) throws SQLException {
    @Nullable String ordered = rs.getString("ordered");
    return new StaleCase(
        new AppId(rs.getObject("app_id", UUID.class)),
        Times.optional(rs, "unused_since"),
        Times.optional(rs, "found_at"),
        Times.optional(rs, "first_warned_at"),
        Times.optional(rs, "last_warned_at"),
        Times.optional(rs, "delete_at"),
        ordered == null ? null : Json.texts(ordered),
        Times.optional(rs, "deleted_at"),
        rs.getString("trouble"),
        kept(rs));
  }

  private static StaleCase.@Nullable Kept kept(ResultSet rs) throws SQLException {
    @Nullable Instant until = Times.optional(rs, "kept_until");
    return until == null
        ? null
        : new StaleCase.Kept(until, rs.getString("kept_by"), rs.getString("kept_reason"));
  }
}
