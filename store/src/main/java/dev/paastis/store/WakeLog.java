// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.SpaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wakes that ended well, to be looked at. Safe for use by many threads; may block. */
public final class WakeLog {
  private final Database database;

  WakeLog(Database database) {
    this.database = database;
  }

  /**
   * A wake.
   *
   * @param id its position, growing
   * @param app which app
   * @param startedAt when it began
   * @param took until the app was ready
   * @param cause why
   */
  public record Wake(long id, AppId app, Instant startedAt, Duration took, Cause cause) {
    /** When the app was ready. */
    public Instant readyAt() {
      return startedAt.plus(took);
    }
  }

  /**
   * A wake by a request, and how long the app was awake for it.
   *
   * @param wake the wake
   * @param quietAt when the app began to fall asleep, {@code null} while it is awake
   * @param asleepAt when it was asleep
   */
  public record Visit(Wake wake, @Nullable Instant quietAt, @Nullable Instant asleepAt) {}

  /**
   * What to look for.
   *
   * @param app wakes of this app only
   * @param from only those that began then or later
   * @param before only those with a smaller position
   * @param limit at most so many, positive
   */
  public record Query(@Nullable AppId app, @Nullable Instant from, long before, int limit) {}

  /** The wakes of a space, newest first. */
  public List<Wake> page(SpaceId space, Query query) {
    @Nullable AppId app = query.app();
    @Nullable UUID id = app == null ? null : app.value();
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT id, app_id, started_at, took_ms, cause FROM wake
                WHERE space_id = :space AND id < :before
                  AND (:app::uuid IS NULL OR app_id = :app::uuid)
                  AND started_at >= coalesce(:from::timestamptz, '-infinity')
                ORDER BY id DESC LIMIT :limit
                """)
            .bind("space", space.value())
            .bind("before", query.before())
            .bind("app", id)
            .bind("from", query.from())
            .bind("limit", query.limit())
            .map((rs, _) -> wake(rs))
            .list());
  }

  /** The wakes of a space by requests since then, newest first, with what came after each. */
  public List<Visit> byRequests(SpaceId space, Instant since, int limit) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT w.*, down.at AS asleep_at, coalesce(falling.at, down.at) AS quiet_at
                FROM (SELECT id, app_id, started_at, took_ms, cause FROM wake
                      WHERE space_id = :space AND started_at >= :since AND cause_kind = 'REQUEST'
                      ORDER BY id DESC LIMIT :limit) AS w
                LEFT JOIN LATERAL (
                    SELECT from_at AS at FROM ledger_interval
                    WHERE app_id = w.app_id AND state = 'asleep' AND from_at > w.started_at
                    ORDER BY from_at LIMIT 1) AS down ON true
                LEFT JOIN LATERAL (
                    SELECT from_at AS at FROM ledger_interval
                    WHERE app_id = w.app_id AND state = 'falling-asleep'
                      AND from_at > w.started_at AND from_at <= down.at
                    ORDER BY from_at DESC LIMIT 1) AS falling ON true
                ORDER BY w.id DESC
                """)
            .bind("space", space.value())
            .bind("since", since)
            .bind("limit", limit)
            .map((rs, _) ->
                new Visit(
                    wake(rs), Times.optional(rs, "quiet_at"), Times.optional(rs, "asleep_at")))
            .list());
  }

  private static Wake wake(ResultSet rs) throws SQLException {
    return new Wake(
        rs.getLong("id"),
        new AppId(rs.getObject("app_id", UUID.class)),
        Times.required(rs, "started_at"),
        Duration.ofMillis(rs.getLong("took_ms")),
        Json.cause(rs, "cause"));
  }
}
