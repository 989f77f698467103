// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.policy.WakeBudget;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The wakes in PostgreSQL. Estimates rest on wakes that ended well; the budget counts the events
 * {@code wake-started} that requests caused, so that a wake that failed or never ended counts too.
 */
final class PostgresWakes implements WakeHistory {
  private final Database database;

  PostgresWakes(Database database) {
    this.database = database;
  }

  @Override
  public void woken(AppId app, Instant startedAt, Duration took, Cause cause) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO wake (space_id, app_id, started_at, took_ms, cause_kind, cause)
                SELECT space_id, id, :startedAt, :took, :kind, :cause::jsonb
                FROM app WHERE id = :app
                """)
            .bind("app", app.value())
            .bind("startedAt", startedAt)
            .bind("took", took.toMillis())
            .bind("kind", cause.kind().name())
            .bind("cause", Json.write(cause))
            .execute());
  }

  @Override
  public Optional<WakeEstimate> estimate(AppId app) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT ceil(percentile_cont(0.5) WITHIN GROUP (ORDER BY took_ms)) AS usual,
                       ceil(percentile_cont(0.95) WITHIN GROUP (ORDER BY took_ms)) AS at_most,
                       count(*) AS samples
                FROM (SELECT took_ms FROM wake WHERE app_id = :app
                      ORDER BY started_at DESC LIMIT 50) AS latest
                HAVING count(*) > 0
                """)
            .bind("app", app.value())
            .map((rs, _) -> estimate(rs))
            .findOne());
  }

  @Override
  public WakeBudget.Counts countByRequests(App app, Instant now) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT count(*) FILTER (WHERE app_id = :app AND at >= :hour) AS of_app,
                       count(*) FILTER (WHERE app_id = :app) AS of_app_in_day,
                       count(*) FILTER (WHERE at >= :hour) AS of_space,
                       count(*) AS of_space_in_day
                FROM event
                WHERE type = 'wake-started' AND cause ->> 'kind' = 'REQUEST'
                  AND space_id = :space AND at >= :day
                """)
            .bind("app", app.id().value())
            .bind("space", app.space().value())
            .bind("hour", now.minus(WakeBudget.HOUR))
            .bind("day", now.minus(WakeBudget.DAY))
            .map((rs, _) ->
                new WakeBudget.Counts(
                    rs.getInt("of_app"),
                    rs.getInt("of_app_in_day"),
                    rs.getInt("of_space"),
                    rs.getInt("of_space_in_day")))
            .one());
  }

  private static WakeEstimate estimate(ResultSet rs) throws SQLException {
    return new WakeEstimate(
        Duration.ofMillis(rs.getLong("usual")),
        Duration.ofMillis(rs.getLong("at_most")),
        rs.getInt("samples"));
  }
}
