// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.CAUSE;
import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WakeLogTest {
  private final WakeLog log = SharedStore.store().wakeLog();
  private final TrackedApp app = SharedStore.declared();
  private final SpaceId space = app.app().space();

  private void woken(int second, Cause cause) {
    SharedStore.store()
        .wakes()
        .woken(app.id(), T0.plusSeconds(second), Duration.ofSeconds(2), cause);
  }

  private static WakeLog.Query query(long before, int limit) {
    return new WakeLog.Query(null, null, before, limit);
  }

  private static List<Instant> times(List<WakeLog.Wake> wakes) {
    return wakes.stream().map(WakeLog.Wake::startedAt).toList();
  }

  @Test
  void pages_are_newest_first_and_follow_each_other() {
    for (int i = 0; i < 5; i++) {
      woken(i, CAUSE);
    }

    List<WakeLog.Wake> first = log.page(space, query(Long.MAX_VALUE, 3));
    List<WakeLog.Wake> second = log.page(space, query(first.getLast().id(), 3));

    assertThat(times(first))
        .containsExactly(T0.plusSeconds(4), T0.plusSeconds(3), T0.plusSeconds(2));
    assertThat(times(second)).containsExactly(T0.plusSeconds(1), T0);
    assertThat(first.getFirst().cause()).isEqualTo(CAUSE);
    assertThat(first.getFirst().readyAt()).isEqualTo(T0.plusSeconds(6));
  }

  @Test
  void pages_can_be_narrowed_to_an_app_and_a_time() {
    woken(1, CAUSE);
    woken(2, CAUSE);
    var since = new WakeLog.Query(app.id(), T0.plusSeconds(2), Long.MAX_VALUE, 9);
    var other = new WakeLog.Query(SharedStore.declared().id(), null, Long.MAX_VALUE, 9);

    assertThat(times(log.page(space, since))).containsExactly(T0.plusSeconds(2));
    assertThat(log.page(space, other)).isEmpty();
    assertThat(log.page(SharedStore.account().space(), query(Long.MAX_VALUE, 9))).isEmpty();
  }

  @Test
  void visit_ends_where_the_last_fall_before_the_next_sleep_began() throws SQLException {
    woken(10, CAUSE);
    woken(5_000, CAUSE);
    woken(20, Cause.of(Cause.Kind.PERSON, "ada"));
    interval("asleep", 1);
    interval("awake", 12);
    interval("falling-asleep", 900); // called off
    interval("awake", 910);
    interval("falling-asleep", 2_000);
    interval("asleep", 2_010);
    interval("awake", 5_002);

    List<WakeLog.Visit> visits = log.byRequests(space, T0, 100);

    assertThat(visits).hasSize(2);
    assertThat(visits.getFirst().quietAt()).isNull();
    assertThat(visits.getFirst().asleepAt()).isNull();
    assertThat(visits.getLast().quietAt()).isEqualTo(T0.plusSeconds(2_000));
    assertThat(visits.getLast().asleepAt()).isEqualTo(T0.plusSeconds(2_010));
    assertThat(log.byRequests(space, T0.plusSeconds(11), 100)).hasSize(1);
    assertThat(log.byRequests(space, T0, 1)).hasSize(1);
  }

  private void interval(String state, int second) throws SQLException {
    try (Connection connection = SharedStore.store().dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO ledger_interval (space_id, app_id, state, formation, from_at, to_at)
                VALUES (?, ?, ?, '{}', ?, ?)
                """)) {
      Timestamp at = Timestamp.from(T0.plusSeconds(second));
      insert.setObject(1, space.value());
      insert.setObject(2, app.id().value());
      insert.setString(3, state);
      insert.setTimestamp(4, at);
      insert.setTimestamp(5, at);
      insert.execute();
    }
  }
}
