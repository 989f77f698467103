// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.budget.Bucket;
import dev.paastis.budget.Buckets;
import dev.paastis.provider.ApiLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Token buckets in PostgreSQL. Each change is one {@code INSERT ... ON CONFLICT DO UPDATE}: the row
 * is locked, refilled up to the caller's clock as {@link Bucket#later} does, and changed, in one
 * statement, so that two engines cannot take the same token. A clock behind the row's fills
 * nothing.
 */
final class PostgresBuckets implements Buckets {
  /**
   * The bucket as it is now ({@code b}) changes by a step; {@code fresh} is a bucket nobody asked
   * for before, which is full. Both have {@code tokens} and {@code shut_until}.
   */
  private static final String CHANGE =
      """
      INSERT INTO api_bucket AS kept (account_id, space_id, scope, calls, per_nanos, burst, at,
                                      tokens, shut_until, granted)
      SELECT a.id, a.space_id, :scope, :calls, :per, :burst, :now, %1$s
      FROM account a,
           (SELECT :burst::float8 AS tokens, :now AS shut_until) AS b
      WHERE a.id = :account
      ON CONFLICT (account_id, scope) DO UPDATE
      SET (calls, per_nanos, burst, at, tokens, shut_until, granted) = (
          SELECT excluded.calls, excluded.per_nanos, excluded.burst, b.at, %1$s
          FROM (
              SELECT CASE WHEN :now > since.at THEN :now ELSE kept.at END AS at,
                     CASE WHEN :now > since.at
                          THEN least(:burst::float8,
                                     kept.tokens + extract(epoch FROM :now - since.at)::float8
                                                   * :rate::float8)
                          ELSE kept.tokens END AS tokens,
                     kept.shut_until
              FROM (SELECT greatest(kept.at, kept.shut_until) AS at) AS since
          ) AS b
      )
      RETURNING tokens, at, shut_until, granted
      """;

  private static final String TAKE =
      CHANGE.formatted(
          """
          CASE WHEN :now >= b.shut_until AND b.tokens >= :keep + 1
               THEN b.tokens - 1 ELSE b.tokens END,
          b.shut_until,
          :now >= b.shut_until AND b.tokens >= :keep + 1
          """);
  private static final String LOWER =
      CHANGE.formatted("least(b.tokens, :remaining::float8), b.shut_until, true");
  private static final String RAISE =
      CHANGE.formatted("greatest(b.tokens, least(:remaining, :burst)::float8), b.shut_until, true");
  private static final String SHUT =
      CHANGE.formatted("0::float8, greatest(b.shut_until, :until), true");

  private final Database database;

  PostgresBuckets(Database database) {
    this.database = database;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when there is no such account
   */
  @Override
  public Taken take(UUID account, ApiLimit limit, int keep, Instant now) {
    Row row =
        database.write(
            handle -> change(query(handle, TAKE, limit, now).bind("keep", keep), account));
    return row.granted() ? Taken.GRANTED : new Taken(false, row.bucket().freeIn(limit, keep, now));
  }

  @Override
  public void lower(UUID account, ApiLimit limit, int remaining, Instant now) {
    database.run(
        handle -> change(query(handle, LOWER, limit, now).bind("remaining", remaining), account));
  }

  @Override
  public void raise(UUID account, ApiLimit limit, int remaining, Instant now) {
    database.run(
        handle -> change(query(handle, RAISE, limit, now).bind("remaining", remaining), account));
  }

  @Override
  public void shut(UUID account, ApiLimit limit, Instant until, Instant now) {
    database.run(handle -> change(query(handle, SHUT, limit, now).bind("until", until), account));
  }

  @Override
  public List<Level> levels(UUID account, Instant now) {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM api_bucket WHERE account_id = :account ORDER BY scope")
            .bind("account", account)
            .map((rs, _) -> Level.of(limit(rs), bucket(rs), now))
            .list());
  }

  /** Forgets buckets that nobody changed since then and that are full: as if never asked for. */
  int purge(Instant unchangedSince, Instant now) {
    return database.write(handle ->
        handle
            .createUpdate(
                """
                DELETE FROM api_bucket
                WHERE at < :since
                  AND CASE WHEN :now > greatest(at, shut_until)
                           THEN tokens + extract(epoch FROM :now - greatest(at, shut_until))::float8
                                         * (calls * 1e9 / per_nanos)::float8 >= burst
                           ELSE false END
                """)
            .bind("since", unchangedSince)
            .bind("now", now)
            .execute());
  }

  private static Query query(Handle handle, String sql, ApiLimit limit, Instant now) {
    return handle
        .createQuery(sql)
        .bind("scope", limit.scope())
        .bind("calls", limit.calls())
        .bind("per", limit.per().toNanos())
        .bind("burst", limit.burst())
        .bind("rate", limit.perSecond())
        .bind("now", now);
  }

  private static Row change(Query query, UUID account) {
    return query
        .bind("account", account)
        .map((rs, _) -> new Row(bucket(rs), rs.getBoolean("granted")))
        .findOne()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "account " + account + " is not stored: its calls cannot be counted here"));
  }

  private static Bucket bucket(ResultSet rs) throws SQLException {
    return new Bucket(
        rs.getDouble("tokens"), Times.required(rs, "at"), Times.required(rs, "shut_until"));
  }

  private static ApiLimit limit(ResultSet rs) throws SQLException {
    return new ApiLimit(
        rs.getString("scope"),
        rs.getInt("calls"),
        Duration.ofNanos(rs.getLong("per_nanos")),
        rs.getInt("burst"),
        "");
  }

  private record Row(Bucket bucket, boolean granted) {}
}
