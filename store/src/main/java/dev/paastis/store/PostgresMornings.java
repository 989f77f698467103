// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.pause.Mornings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits for the end of a window, in PostgreSQL. */
final class PostgresMornings implements Mornings {
  private final Database database;

  PostgresMornings(Database database) {
    this.database = database;
  }

  @Override
  public List<Morning> waiting() {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT m.* FROM morning m JOIN app a ON a.id = m.app_id
                WHERE m.paused_at IS NOT NULL AND a.removed_at IS NULL
                ORDER BY m.paused_at, m.app_id
                """)
            .map((rs, _) -> morning(rs))
            .list());
  }

  /**
   * A start counts as unused when the next pause comes and there was no activity since. An app that
   * is paused anew without such a start was woken by somebody.
   */
  @Override
  public Morning paused(AppId app, Instant at, @Nullable Instant lastActivity) {
    return database.write(handle ->
        handle
            .createQuery(
                """
                INSERT INTO morning AS m (app_id, space_id, paused_at)
                SELECT id, space_id, :at FROM app WHERE id = :app
                ON CONFLICT (app_id) DO UPDATE
                SET paused_at = excluded.paused_at,
                    started_at = NULL,
                    unused = CASE
                        WHEN coalesce(m.started_at, m.paused_at) IS NULL
                            OR :last::timestamptz > coalesce(m.started_at, m.paused_at) THEN 0
                        WHEN m.started_at IS NULL THEN m.unused
                        ELSE m.unused + 1 END
                RETURNING *
                """)
            .bind("app", app.value())
            .bind("at", at)
            .bind("last", lastActivity)
            .map((rs, _) -> morning(rs))
            .one());
  }

  @Override
  public void over(AppId app, Instant pausedAt, @Nullable Instant startedAt) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                UPDATE morning SET paused_at = NULL, started_at = :startedAt
                WHERE app_id = :app AND paused_at = :pausedAt
                """)
            .bind("app", app.value())
            .bind("pausedAt", pausedAt)
            .bind("startedAt", startedAt)
            .execute());
  }

  private static Morning morning(ResultSet rs) throws SQLException {
    return new Morning(
        new AppId(rs.getObject("app_id", UUID.class)),
        Times.optional(rs, "paused_at"),
        Times.optional(rs, "started_at"),
        rs.getInt("unused"));
  }
}
