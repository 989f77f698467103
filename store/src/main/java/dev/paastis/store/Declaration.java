// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Group;
import dev.paastis.app.Wall;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Makes an account's declared apps the known ones, within one transaction. The account's row is
 * locked first, so that two engines that declare at once do so one after the other.
 */
final class Declaration {
  private static final Cause CAUSE = Cause.of(Cause.Kind.CONFIGURATION, "declared apps read");

  private final Handle handle;
  private final Account account;
  private final Instant at;
  private final List<Event> events = new ArrayList<>();

  Declaration(Handle handle, Account account, Instant at) {
    this.handle = handle;
    this.account = account;
    this.at = at;
  }

  /** What is stored of an app that may be declared again. */
  private record Known(UUID id, String ref, String name, boolean removed, Formation formation) {}

  void apply(List<App> apps) {
    requireDistinct(apps);
    lockAccount(!apps.isEmpty());
    Map<String, Known> known = known();
    removeOthers(known, apps);
    requireFreeNames(apps);
    setNamesAside();
    for (App app : apps) {
      @Nullable Known before = known.get(app.ref());
      if (before == null) {
        add(app);
      } else {
        update(app, before);
      }
    }
    // Last, because the space's log stays locked until the end of the transaction.
    events.forEach(event -> EventRows.append(handle, event));
  }

  private void requireDistinct(List<App> apps) {
    Set<String> refs = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (App app : apps) {
      if (!app.account().id().equals(account.id())) {
        throw new IllegalArgumentException(
            "app '" + app.name() + "' is not of account '" + account.name() + "'");
      }
      if (!refs.add(app.ref()) || !names.add(app.name())) {
        throw new IllegalArgumentException(
            "app '" + app.name() + "' (" + app.ref() + ") is declared twice; declare it once");
      }
    }
  }

  /** Nothing is declared on an account that was removed, also by whoever does not know it yet. */
  private void lockAccount(boolean declaring) {
    boolean stored =
        handle
            .createQuery(
                """
                SELECT id FROM account
                WHERE id = :account AND (removed_at IS NULL OR NOT :declaring)
                FOR UPDATE
                """)
            .bind("account", account.id())
            .bind("declaring", declaring)
            .mapTo(UUID.class)
            .findOne()
            .isPresent();
    if (!stored) {
      throw new IllegalArgumentException(
          "account '" + account.name() + "' is not stored, or was removed");
    }
  }

  private Map<String, Known> known() {
    Map<String, Known> known = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT a.id, a.ref, a.name, a.removed_at IS NOT NULL AS removed, s.formation
            FROM app a JOIN app_state s ON s.app_id = a.id
            WHERE a.account_id = :account
            ORDER BY a.id
            FOR UPDATE OF s
            """)
        .bind("account", account.id())
        .map((rs, _) -> known(rs))
        .forEach(app -> known.put(app.ref(), app));
    return known;
  }

  private static Known known(ResultSet rs) throws SQLException {
    return new Known(
        rs.getObject("id", UUID.class),
        rs.getString("ref"),
        rs.getString("name"),
        rs.getBoolean("removed"),
        Json.formation(rs, "formation"));
  }

  /** The next version makes every transition under way lose. */
  private void removeOthers(Map<String, Known> known, List<App> apps) {
    List<String> declared = apps.stream().map(App::ref).toList();
    for (Known app : known.values()) {
      if (!app.removed() && !declared.contains(app.ref())) {
        handle
            .createUpdate("UPDATE app SET removed_at = :at WHERE id = :app")
            .bind("at", at)
            .bind("app", app.id())
            .execute();
        handle
            .createUpdate("UPDATE app_state SET version = version + 1 WHERE app_id = :app")
            .bind("app", app.id())
            .execute();
        LedgerRows.close(handle, app.id(), at);
        // The name stays with the event: nobody can look it up any more.
        remember(app.id(), EventType.APP_REMOVED, Map.of("name", app.name()));
      }
    }
  }

  private void requireFreeNames(List<App> apps) {
    handle
        .createQuery(
            """
            SELECT a.name || ''' is already an app of account ''' || c.name
            FROM app a JOIN account c ON c.id = a.account_id
            WHERE a.space_id = :space AND a.account_id <> :account
              AND a.removed_at IS NULL AND a.name = ANY (:names)
            ORDER BY a.name LIMIT 1
            """)
        .bind("space", account.space().value())
        .bind("account", account.id())
        .bindArray("names", String.class, apps.stream().map(App::name).toList())
        .mapTo(String.class)
        .findOne()
        .ifPresent(taken -> {
          throw new IllegalArgumentException("'" + taken + "'; give one of them another name");
        });
  }

  /** Two apps may swap their names: no name of before may stand in the way. */
  private void setNamesAside() {
    handle
        .createUpdate(
            "UPDATE app SET name = id::text WHERE account_id = :account AND removed_at IS NULL")
        .bind("account", account.id())
        .execute();
  }

  private void add(App app) {
    bind(
            handle.createUpdate(
                """
                INSERT INTO app (id, space_id, account_id, ref, name, hosts, idle_timeout_ms,
                                 wake_timeout_ms, wakes_per_hour, group_name, group_order,
                                 group_delay_ms, group_optional, group_whole, kinds, labels,
                                 production_declared, created_at)
                VALUES (:app, :space, :account, :ref, :name, :hosts, :idle, :wake, :perHour,
                        :group, :order, :delay, :optional, :whole, :kinds, :labels::jsonb,
                        :production, :at)
                """),
            app)
        .bind("app", app.id().value())
        .bind("account", account.id())
        .bind("ref", app.ref())
        .execute();
    AppState state = fresh(Formation.EMPTY);
    StateRow.bind(
            handle.createUpdate(
                """
                INSERT INTO app_state (app_id, space_id, version, state, since, operation_id,
                                       engine, started_at, cause, upstream, formation,
                                       awake_since, handled_at, unknown_cause)
                VALUES (:app, :space, 1, :state, :since, :operation::uuid, :engine::uuid, :startedAt,
                        :cause::jsonb, :upstream, :formation::jsonb, :awakeSince, :handledAt,
                        :unknownCause)
                """),
            state)
        .bind("app", app.id().value())
        .bind("space", account.space().value())
        .execute();
    LedgerRows.open(handle, app.id().value(), state, at);
    remember(app.id().value(), EventType.APP_ADDED, Map.of());
  }

  private void update(App app, Known before) {
    bind(
            handle.createUpdate(
                """
                UPDATE app
                SET name = :name, hosts = :hosts, idle_timeout_ms = :idle,
                    wake_timeout_ms = :wake, wakes_per_hour = :perHour, group_name = :group,
                    group_order = :order, group_delay_ms = :delay, group_optional = :optional,
                    group_whole = :whole, kinds = :kinds, labels = :labels::jsonb, removed_at = NULL, production_declared = :production::text,
                    lifted = CASE WHEN coalesce(:production::text, production_marked) IS NULL
                                  THEN NULL ELSE lifted END
                WHERE id = :app AND space_id = :space
                """),
            app)
        .bind("app", before.id())
        .execute();
    if (before.removed()) {
      comeBack(before);
    }
  }

  /** A removed app starts anew; what it ran is kept, so that a wake can restore it. */
  private void comeBack(Known app) {
    AppState.Unknown state = fresh(app.formation());
    handle
        .createUpdate(
            """
            UPDATE app_state
            SET version = version + 1, state = :state, since = :since, operation_id = NULL,
                engine = NULL, started_at = NULL, cause = NULL, upstream = NULL,
                awake_since = NULL, handled_at = NULL, unknown_cause = :unknownCause, pinned_until = NULL
            WHERE app_id = :app
            """)
        .bind("state", state.name().wire())
        .bind("since", at)
        .bind("unknownCause", state.cause())
        .bind("app", app.id())
        .execute();
    LedgerRows.open(handle, app.id(), state, at);
    remember(app.id(), EventType.APP_ADDED, Map.of());
  }

  private AppState.Unknown fresh(Formation formation) {
    return new AppState.Unknown(at, "declared, not yet asked", formation);
  }

  private Update bind(Update statement, App app) {
    Group group = app.group();
    Wall wall = app.wall();
    return statement
        .bind("space", account.space().value())
        .bind("name", app.name())
        .bindArray("hosts", String.class, app.hosts())
        .bind("idle", app.settings().idleTimeout().toMillis())
        .bind("wake", app.settings().wakeTimeout().toMillis())
        .bind("perHour", app.settings().wakesPerHour())
        .bind("group", group == null ? null : group.name())
        .bind("order", group == null ? null : Integer.valueOf(group.order()))
        .bind("delay", group == null ? 0L : group.delay().toMillis())
        .bind("optional", group != null && group.optional())
        .bind("whole", group != null && group.whole())
        .bindArray("kinds", String.class, app.traits().kinds().stream().map(Enum::name).toList())
        .bind("labels", Json.write(app.traits().labels()))
        .bind("production", wall == null ? null : wall.why())
        .bind("at", at);
  }

  private void remember(UUID app, EventType type, Map<String, String> details) {
    events.add(new Event(0, account.space(), new AppId(app), at, type, CAUSE, details));
  }
}
