// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppKind;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppTraits;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.savings.LedgerInterval;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows read into core's records. */
final class Rows {
  private Rows() {}

  static TrackedApp trackedApp(ResultSet rs, StatementContext context) throws SQLException {
    return new TrackedApp(
        app(rs),
        rs.getLong("version"),
        StateRow.read(rs),
        Times.optional(rs, "last_activity"),
        Times.optional(rs, "pinned_until"));
  }

  static Event event(ResultSet rs, StatementContext context) throws SQLException {
    @Nullable UUID app = rs.getObject("app_id", UUID.class);
    return new Event(
        rs.getLong("id"),
        space(rs),
        app == null ? null : new AppId(app),
        Times.required(rs, "at"),
        EventType.ofWire(rs.getString("type")),
        Json.cause(rs, "cause"),
        Json.texts(rs, "details"));
  }

  static LedgerInterval interval(ResultSet rs, StatementContext context) throws SQLException {
    return new LedgerInterval(
        appId(rs),
        StateName.ofWire(rs.getString("state")),
        Json.formation(rs, "formation"),
        Times.required(rs, "from_at"),
        Times.optional(rs, "to_at"));
  }

  static List<String> texts(ResultSet rs, String column) throws SQLException {
    Array array = rs.getArray(column);
    return List.of((String[]) array.getArray());
  }

  static SpaceId space(ResultSet rs) throws SQLException {
    return new SpaceId(rs.getObject("space_id", UUID.class));
  }

  private static App app(ResultSet rs) throws SQLException {
    return new App(
        appId(rs),
        account(rs),
        rs.getString("ref"),
        rs.getString("name"),
        texts(rs, "hosts"),
        settings(rs),
        group(rs),
        wall(rs),
        new AppTraits(
            texts(rs, "kinds").stream().map(AppKind::valueOf).collect(Collectors.toSet()),
            Json.texts(rs, "labels")));
  }

  static Account account(ResultSet rs) throws SQLException {
    return new Account(
        rs.getObject("account_id", UUID.class),
        space(rs),
        rs.getString("provider"),
        rs.getString("region"),
        rs.getString("account_name"));
  }

  private static AppSettings settings(ResultSet rs) throws SQLException {
    return new AppSettings(
        Duration.ofMillis(rs.getLong("idle_timeout_ms")),
        Duration.ofMillis(rs.getLong("wake_timeout_ms")),
        rs.getInt("wakes_per_hour"));
  }

  private static @Nullable Group group(ResultSet rs) throws SQLException {
    @Nullable String name = rs.getString("group_name");
    return name == null
        ? null
        : new Group(
            name,
            rs.getInt("group_order"),
            Duration.ofMillis(rs.getLong("group_delay_ms")),
            rs.getBoolean("group_optional"),
            rs.getBoolean("group_whole"));
  }

  private static @Nullable Wall wall(ResultSet rs) throws SQLException {
    @Nullable String why = rs.getString("production");
    return why == null ? null : new Wall(why, Json.lifted(rs, "lifted"));
  }

  private static AppId appId(ResultSet rs) throws SQLException {
    return new AppId(rs.getObject("app_id", UUID.class));
  }
}
