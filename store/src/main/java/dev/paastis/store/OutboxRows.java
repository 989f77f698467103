// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.notice.Delivery;
import dev.paastis.notice.DeliveryState;
import dev.paastis.notice.Notice;
import dev.paastis.notice.Outbox;
import dev.paastis.notice.Settlement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Messages read from rows and written into them. */
final class OutboxRows {
  static final String SELECT =
      """
      SELECT position, id, channel, form, notices, attempts, created_at, state, due_at, ended_at, why
      FROM delivery WHERE space_id = :space
      """;

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<List<Kept>> LIST = new TypeReference<>() {};

  private OutboxRows() {}

  /** A notice as it is kept: by names that stay. */
  private record Kept(
      long event,
      Instant at,
      String type,
      @Nullable UUID app,
      String subject,
      Cause cause,
      Map<String, String> details) {
    static Kept of(Notice notice) {
      return new Kept(
          notice.event(),
          notice.at(),
          notice.type().wire(),
          notice.app() == null ? null : notice.app().value(),
          notice.subject(),
          notice.cause(),
          notice.details());
    }

    Notice notice() {
      @Nullable AppId id = app == null ? null : new AppId(app);
      return new Notice(event, at, EventType.ofWire(type), id, subject, cause, details);
    }
  }

  static String write(Notice notice) {
    return MAPPER.writeValueAsString(Kept.of(notice));
  }

  static Notice notice(String json) {
    return MAPPER.readValue(json, Kept.class).notice();
  }

  /** The next events, each with the name of what it is about; that of a removed app stays known. */
  static List<Notice> notices(Handle handle, SpaceId space, long after, int limit) {
    return handle
        .createQuery(
            """
            SELECT event.id, event.space_id, app_id, at, type, cause, details,
                   coalesce(app.name, details ->> 'name', details ->> 'account',
                            details ->> 'channel', details ->> 'file', 'Paastis') AS subject
            FROM event LEFT JOIN app ON app.id = event.app_id
            WHERE event.space_id = :space AND event.id > :after
            ORDER BY event.id LIMIT :limit
            """)
        .bind("space", space.value())
        .bind("after", after)
        .bind("limit", limit)
        .map((rs, context) -> notice(Rows.event(rs, context), rs.getString("subject")))
        .list();
  }

  static void insert(
      Handle handle, SpaceId space, String channel, List<Notice> notices, Instant now) {
    insert(handle, space, new Fresh(channel, Delivery.Form.EVENT, notices, now));
  }

  static void insertSummary(
      Handle handle, SpaceId space, String channel, List<Notice> notices, Instant now) {
    insert(handle, space, new Fresh(channel, Delivery.Form.DIGEST, notices, now));
  }

  static Delivery delivery(ResultSet rs) throws SQLException {
    return new Delivery(
        rs.getObject("id", UUID.class),
        rs.getString("channel"),
        Delivery.Form.valueOf(rs.getString("form")),
        MAPPER.readValue(rs.getString("notices"), LIST).stream().map(Kept::notice).toList(),
        rs.getInt("attempts"),
        Times.required(rs, "created_at"));
  }

  static Outbox.Stored stored(ResultSet rs) throws SQLException {
    return new Outbox.Stored(
        rs.getLong("position"),
        delivery(rs),
        DeliveryState.ofWire(rs.getString("state")),
        Times.optional(rs, "due_at"),
        Times.optional(rs, "ended_at"),
        rs.getString("why"));
  }

  static Outbox.Closure closure(ResultSet rs) throws SQLException {
    return new Outbox.Closure(
        rs.getString("fingerprint"), rs.getString("why"), Times.required(rs, "closed_at"));
  }

  /** The columns that a try changes. */
  static Map<String, @Nullable Object> columns(Settlement settlement) {
    return switch (settlement) {
      case Settlement.Delivered(Instant at) -> columns(DeliveryState.DELIVERED, null, at, null);
      case Settlement.Again(var _, Instant due, String why) ->
          columns(DeliveryState.WAITING, due, null, why);
      case Settlement.Dead(Instant at, String why, var _) ->
          columns(DeliveryState.DEAD, null, at, why);
      case Settlement.Closed(Instant at, var _, String why, var _) ->
          columns(DeliveryState.DEAD, null, at, why);
    };
  }

  private static Map<String, @Nullable Object> columns(
      DeliveryState state, @Nullable Instant due, @Nullable Instant ended, @Nullable String why) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("state", state.wire());
    columns.put("due", due);
    columns.put("ended", ended);
    columns.put("why", why == null ? null : Json.clean(why));
    return columns;
  }

  private static Notice notice(Event event, String subject) {
    return new Notice(
        event.id(), event.at(), event.type(), event.app(), subject, event.cause(), event.details());
  }

  private record Fresh(String channel, Delivery.Form form, List<Notice> notices, Instant at) {}

  private static void insert(Handle handle, SpaceId space, Fresh fresh) {
    @Nullable Long event =
        fresh.form() == Delivery.Form.EVENT ? fresh.notices().getFirst().event() : null;
    handle
        .createUpdate(
            """
            INSERT INTO delivery (id, space_id, channel, form, event_id, notices, state,
                                  created_at, due_at)
            VALUES (:id, :space, :channel, :form, :event::bigint, :notices::jsonb, 'waiting',
                    :at, :at)
            ON CONFLICT (space_id, channel, event_id) DO NOTHING
            """)
        .bind("id", UUID.randomUUID())
        .bind("space", space.value())
        .bind("channel", fresh.channel())
        .bind("form", fresh.form().name())
        .bind("event", event)
        .bind("notices", MAPPER.writeValueAsString(fresh.notices().stream().map(Kept::of).toList()))
        .bind("at", fresh.at())
        .execute();
  }
}
