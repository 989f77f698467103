// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.SpaceId;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The wakes in PostgreSQL. Estimates rest on wakes that ended well; the budget counts the events
 * {@code wake-started} that requests caused, so that a wake that failed or never ended counts too.
 */
final class PostgresWakes implements WakeHistory {
  private static final String COUNT =
      """
      SELECT count(*) FROM event
      WHERE type = 'wake-started' AND cause ->> 'kind' = 'REQUEST' AND at >= :since
      """;

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
  public int countByRequests(AppId app, Instant since) {
    return count("AND app_id = :id", app.value(), since);
  }

  @Override
  public int countByRequests(SpaceId space, Instant since) {
    return count("AND space_id = :id", space.value(), since);
  }

  private int count(String whose, UUID id, Instant since) {
    return database.read(handle ->
        handle
            .createQuery(COUNT + whose)
            .bind("id", id)
            .bind("since", since)
            .mapTo(Integer.class)
            .one());
  }

  private static WakeEstimate estimate(ResultSet rs) throws SQLException {
    return new WakeEstimate(
        Duration.ofMillis(rs.getLong("usual")),
        Duration.ofMillis(rs.getLong("at_most")),
        rs.getInt("samples"));
  }
}
