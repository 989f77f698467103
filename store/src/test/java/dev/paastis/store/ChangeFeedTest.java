// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.account.AccountHealth.State;
import dev.paastis.account.StoredAccount;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState.Unknown;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ChangeFeedTest {
  private final Store store = SharedStore.store();
  private final List<AppId> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger resyncs = new AtomicInteger();

  @Test
  void transitions_pins_and_declarations_are_told_and_activity_is_not() {
    TrackedApp app = SharedStore.declared();
    TrackedApp other = SharedStore.declared();
    try (ChangeFeed _ = store.changes(heard::add, resyncs::incrementAndGet)) {
      await().until(() -> resyncs.get() == 1);

      store.apps().recordActivity(Map.of(other.id(), T0));
      SharedStore.move(app, ((Unknown) app.state()).observedAsleep(T0), T0);
      store.apps().pin(app.id(), T0, event(app, T0));
      store.apps().declare(app.app().account(), List.of(), T0);

      // Removal changes two rows; equal notifications of one transaction arrive once.
      await().untilAsserted(() -> assertThat(heard).hasSizeGreaterThanOrEqualTo(3));
      assertThat(heard).containsOnly(app.id());
    }
  }

  @Test
  void changes_of_added_accounts_reach_another_engine_without_those_of_the_file() {
    List<UUID> told = new CopyOnWriteArrayList<>();
    try (Store other = Store.open(SharedStore.settings());
        ChangeFeed _ = other.changes(heard::add, told::add, () -> {}, resyncs::incrementAndGet)) {
      await().until(() -> resyncs.get() == 1);
      UUID declared = SharedStore.account().id();
      StoredAccount agency = Stored.added("agency");
      UUID id = agency.account().id();
      await().untilAsserted(() -> assertThat(told).containsExactly(id));
      Event event = Stored.event(agency, EventType.ACCOUNT_ROTATED);

      assertThat(store.health().note(id, State.REFUSED, "", T0)).isTrue();
      assertThat(store.health().note(declared, State.REFUSED, "", T0)).isTrue();
      assertThat(store.accounts().rotate(id, Stored.settings("new"), event)).isTrue();
      await().untilAsserted(() -> assertThat(told).hasSize(2));
      assertThat(store.accounts().mark(id, true, event)).isTrue();
      await().untilAsserted(() -> assertThat(told).hasSize(3));
      assertThat(store.accounts().remove(id, T0, event)).isTrue();
      await().untilAsserted(() -> assertThat(told).hasSize(4));
      assertThat(told).containsOnly(id);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void a_cut_connection_comes_back_with_a_resync() throws SQLException {
    TrackedApp app = SharedStore.declared();
    try (ChangeFeed _ = store.changes(heard::add, resyncs::incrementAndGet)) {
      await().until(() -> resyncs.get() == 1);
      cutListeners();
      await().until(() -> resyncs.get() >= 2);

      SharedStore.move(app, ((Unknown) app.state()).observedAsleep(T0), T0);
      await().untilAsserted(() -> assertThat(heard).contains(app.id()));
    }
  }

  @Test
  void a_callback_that_fails_is_followed_by_a_resync() {
    TrackedApp app = SharedStore.declared();
    AtomicInteger failures = new AtomicInteger();
    try (ChangeFeed _ =
        store.changes(
            id -> {
              if (failures.getAndIncrement() == 0) {
                throw new IllegalStateException("on purpose");
              }
              heard.add(id);
            },
            resyncs::incrementAndGet)) {
      await().until(() -> resyncs.get() == 1);
      SharedStore.move(app, ((Unknown) app.state()).observedAsleep(T0), T0);
      await().until(() -> resyncs.get() == 2);
    }
  }

  @Test
  void a_closed_feed_leaves_no_connection_behind() throws SQLException {
    ChangeFeed feed = store.changes(heard::add, resyncs::incrementAndGet);
    await().until(() -> resyncs.get() == 1);
    feed.close();

    await().until(() -> listeners() == 0);
  }

  private void cutListeners() throws SQLException {
    query(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
  }

  private int listeners() throws SQLException {
    return query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
  }

  private int query(String sql) throws SQLException {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var rs = statement.executeQuery(sql)) {
      rs.next();
      return rs.getInt(1);
    }
  }
}
