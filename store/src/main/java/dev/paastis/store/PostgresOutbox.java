// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Event;
import dev.paastis.app.SpaceId;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.Notice;
import dev.paastis.notice.Outbox;
import dev.paastis.notice.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The messages on their way in PostgreSQL. */
final class PostgresOutbox implements Outbox {
  private static final int EVENTS_AT_ONCE = 200;
  private static final int IN_A_SUMMARY = 500;

  private final Database database;

  PostgresOutbox(Database database) {
    this.database = database;
  }

  @Override
  public void begin(SpaceId space) {
    database.run(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO told (space_id, event_id)
                SELECT :space, coalesce(max(id), 0) FROM event WHERE space_id = :space
                ON CONFLICT (space_id) DO NOTHING
                """)
            .bind("space", space.value())
            .execute());
  }

  @Override
  public void rest(SpaceId space) {
    database.run(handle ->
        handle
            .createUpdate("DELETE FROM told WHERE space_id = :space")
            .bind("space", space.value())
            .execute());
  }

  @Override
  public int route(SpaceId space, Function<Notice, List<Route>> routes, Instant now) {
    return anythingNew(space)
        ? database.write(handle -> route(handle, space, routes, now)).intValue()
        : 0;
  }

  @Override
  public boolean summarise(SpaceId space, String channel, Duration after, Instant now) {
    boolean ripe =
        database.read(handle ->
            handle
                .createQuery(
                    """
                    SELECT coalesce(min(since) <= :ripe, false) FROM collected
                    WHERE space_id = :space AND channel = :channel
                    """)
                .bind("ripe", now.minus(after))
                .bind("space", space.value())
                .bind("channel", channel)
                .mapTo(Boolean.class)
                .one());
    return ripe && database.write(handle -> summarise(handle, space, channel, now));
  }

  @Override
  public Set<String> due(SpaceId space, Instant now) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT DISTINCT channel FROM delivery
                WHERE space_id = :space AND state = 'waiting' AND due_at <= :now
                """)
            .bind("space", space.value())
            .bind("now", now)
            .mapTo(String.class)
            .set());
  }

  @Override
  public Optional<Delivery> claim(SpaceId space, String channel, Instant now, Instant until) {
    return database.write(handle ->
        handle
            .createQuery(
                """
                UPDATE delivery SET attempts = attempts + 1, due_at = :until
                WHERE id = (SELECT id FROM delivery
                            WHERE space_id = :space AND channel = :channel
                              AND state = 'waiting' AND due_at <= :now
                            ORDER BY due_at, position LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id, channel, form, notices, attempts, created_at
                """)
            .bind("space", space.value())
            .bind("channel", channel)
            .bind("now", now)
            .bind("until", until)
            .map((rs, _) -> OutboxRows.delivery(rs))
            .findOne());
  }

  @Override
  public void settle(SpaceId space, Delivery delivery, Settlement settlement) {
    database.run(handle -> {
      boolean ours = update(handle, delivery, settlement);
      switch (settlement) {
        case Settlement.Delivered _, Settlement.Again _ -> {}
        case Settlement.Dead dead -> tell(handle, ours, dead.told());
        case Settlement.Closed closed -> {
          close(handle, space, delivery.channel(), closed);
          tell(handle, ours, closed.told());
        }
      }
    });
  }

  @Override
  public Map<String, Closure> closed(SpaceId space) {
    Map<String, Closure> closed = new HashMap<>();
    database.run(handle ->
        handle
            .createQuery(
                """
                SELECT channel, fingerprint, why, closed_at FROM closed_channel
                WHERE space_id = :space
                """)
            .bind("space", space.value())
            .map((rs, _) -> Map.entry(rs.getString("channel"), OutboxRows.closure(rs)))
            .forEach(entry -> closed.put(entry.getKey(), entry.getValue())));
    return closed;
  }

  @Override
  public void reopen(SpaceId space, String channel) {
    database.run(handle ->
        handle
            .createUpdate(
                "DELETE FROM closed_channel WHERE space_id = :space AND channel = :channel")
            .bind("space", space.value())
            .bind("channel", channel)
            .execute());
  }

  @Override
  public List<Stored> list(SpaceId space, Search search) {
    String ofState = search.state() == null ? "" : "AND state = :state ";
    return database.read(handle -> {
      Query sql =
          handle
              .createQuery(
                  OutboxRows.SELECT
                      + "AND position < :before "
                      + ofState
                      + "ORDER BY position DESC LIMIT :limit")
              .bind("space", space.value())
              .bind("before", search.before())
              .bind("limit", search.limit());
      if (search.state() != null) {
        sql.bind("state", search.state().wire());
      }
      return sql.map((rs, _) -> OutboxRows.stored(rs)).list();
    });
  }

  @Override
  public Optional<Stored> find(SpaceId space, UUID id) {
    return database.read(handle ->
        handle
            .createQuery(OutboxRows.SELECT + "AND id = :id")
            .bind("space", space.value())
            .bind("id", id)
            .map((rs, _) -> OutboxRows.stored(rs))
            .findOne());
  }

  @Override
  public boolean replay(SpaceId space, UUID id, Instant now) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE delivery SET state = 'waiting', attempts = 0, due_at = :now,
                                        ended_at = NULL
                    WHERE space_id = :space AND id = :id AND state = 'dead'
                    """)
                .bind("space", space.value())
                .bind("id", id)
                .bind("now", now)
                .execute()
            == 1);
  }

  @Override
  public int purge(Instant before) {
    return database.write(handle ->
        handle
            .createUpdate("DELETE FROM delivery WHERE state <> 'waiting' AND ended_at < :before")
            .bind("before", before)
            .execute());
  }

  /** Asked first, without a lock: mostly there is nothing, and that must cost nothing. */
  private boolean anythingNew(SpaceId space) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT FROM told JOIN event USING (space_id)
                               WHERE told.space_id = :space AND event.id > told.event_id)
                """)
            .bind("space", space.value())
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * The row's lock lets one engine at it, and messages and position are committed together. Another
   * engine does not wait for the lock: what it would find is done by then.
   */
  private static Integer route(
      Handle handle, SpaceId space, Function<Notice, List<Route>> routes, Instant now) {
    @Nullable Long after =
        handle
            .createQuery("SELECT event_id FROM told WHERE space_id = :space FOR UPDATE SKIP LOCKED")
            .bind("space", space.value())
            .mapTo(Long.class)
            .findOne()
            .orElse(null);
    if (after == null) {
      return 0;
    }
    List<Notice> notices = OutboxRows.notices(handle, space, after, EVENTS_AT_ONCE);
    for (Notice notice : notices) {
      routes.apply(notice).forEach(route -> put(handle, space, route, notice, now));
    }
    if (!notices.isEmpty()) {
      moveTo(handle, space, notices.getLast().event());
    }
    return notices.size();
  }

  private static void moveTo(Handle handle, SpaceId space, long event) {
    handle
        .createUpdate("UPDATE told SET event_id = :event WHERE space_id = :space")
        .bind("event", event)
        .bind("space", space.value())
        .execute();
  }

  private static void put(Handle handle, SpaceId space, Route route, Notice notice, Instant now) {
    if (route.collected()) {
      collect(handle, space, route.channel(), notice, now);
    } else {
      OutboxRows.insert(handle, space, route.channel(), List.of(notice), now);
    }
  }

  private static void collect(
      Handle handle, SpaceId space, String channel, Notice notice, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO collected (space_id, channel, event_id, since, notice)
            VALUES (:space, :channel, :event, :now, :notice::jsonb)
            ON CONFLICT DO NOTHING
            """)
        .bind("space", space.value())
        .bind("channel", channel)
        .bind("event", notice.event())
        .bind("now", now)
        .bind("notice", OutboxRows.write(notice))
        .execute();
  }

  /** Who deletes the collected rows has them; a second engine finds none. */
  private static Boolean summarise(Handle handle, SpaceId space, String channel, Instant now) {
    List<Notice> notices =
        handle
            .createQuery(
                """
                WITH taken AS (DELETE FROM collected
                    WHERE (space_id, channel, event_id) IN
                        (SELECT space_id, channel, event_id FROM collected
                         WHERE space_id = :space AND channel = :channel
                         ORDER BY event_id LIMIT :most FOR UPDATE SKIP LOCKED)
                    RETURNING event_id, notice)
                SELECT notice FROM taken ORDER BY event_id
                """)
            .bind("space", space.value())
            .bind("channel", channel)
            .bind("most", IN_A_SUMMARY)
            .map((rs, _) -> OutboxRows.notice(rs.getString("notice")))
            .list();
    if (notices.isEmpty()) {
      return false;
    }
    OutboxRows.insertSummary(handle, space, channel, notices, now);
    return true;
  }

  /** Only while this try is the last one that was begun. */
  private static boolean update(Handle handle, Delivery delivery, Settlement settlement) {
    return handle
            .createUpdate(
                """
                UPDATE delivery SET state = :state, due_at = :due, ended_at = :ended, why = :why
                WHERE id = :id AND attempts = :attempt AND state = 'waiting'
                """)
            .bind("id", delivery.id())
            .bind("attempt", delivery.attempt())
            .bindMap(OutboxRows.columns(settlement))
            .execute()
        == 1;
  }

  private static void close(
      Handle handle, SpaceId space, String channel, Settlement.Closed closed) {
    handle
        .createUpdate(
            """
            INSERT INTO closed_channel (space_id, channel, fingerprint, why, closed_at)
            VALUES (:space, :channel, :fingerprint, :why, :at)
            ON CONFLICT (space_id, channel) DO UPDATE
            SET fingerprint = excluded.fingerprint, why = excluded.why,
                closed_at = excluded.closed_at
            """)
        .bind("space", space.value())
        .bind("channel", channel)
        .bind("fingerprint", closed.fingerprint())
        .bind("why", Json.clean(closed.why()))
        .bind("at", closed.at())
        .execute();
    handle
        .createUpdate(
            """
            UPDATE delivery SET state = 'dead', due_at = NULL, ended_at = :at, why = :why
            WHERE space_id = :space AND channel = :channel AND state = 'waiting'
            """)
        .bind("space", space.value())
        .bind("channel", channel)
        .bind("why", "the channel is closed: " + Json.clean(closed.why()))
        .bind("at", closed.at())
        .execute();
  }

  private static void tell(Handle handle, boolean ours, Optional<Event> event) {
    if (ours && event.isPresent()) {
      var _ = EventRows.append(handle, event.get());
    }
  }
}
