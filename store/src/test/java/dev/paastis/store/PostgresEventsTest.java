// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.CAUSE;
import static dev.paastis.store.SharedStore.T0;
import static dev.paastis.store.SharedStore.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresEventsTest {
  private final EventLog events = SharedStore.store().events();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE event SET type = 'woken'",
        "DELETE FROM event",
        "TRUNCATE event",
        "TRUNCATE event CASCADE"
      })
  void what_is_written_cannot_be_changed(String sql) throws SQLException {
    SharedStore.declared();
    try (Connection connection = SharedStore.store().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void pages_go_both_ways_and_streams_resume() {
    TrackedApp app = SharedStore.declared();
    SpaceId space = app.app().space();
    List<Event> written = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      written.add(events.append(event(app, T0.plusSeconds(i)).with(Map.of("n", "" + i))));
    }

    List<Event> newest = events.before(space, null, Long.MAX_VALUE, 2);
    assertThat(newest).containsExactly(written.get(4), written.get(3));
    assertThat(events.before(space, app.id(), newest.getLast().id(), 2))
        .containsExactly(written.get(2), written.get(1));
    assertThat(events.after(space, null, written.get(1).id(), 2))
        .containsExactly(written.get(2), written.get(3));
    assertThat(events.after(SharedStore.account().space(), null, 0, 10)).isEmpty();
  }

  @Test
  void an_event_without_an_app_is_kept() {
    SpaceId space = SharedStore.account().space();
    Event event = new Event(0, space, null, T0, EventType.TAKEN_UP, CAUSE, Map.of());
    Event stored = events.append(event);

    assertThat(events.after(space, null, 0, 10)).containsExactly(stored);
  }

  @Test
  void a_reader_that_resumes_misses_nothing_while_many_write() throws Exception {
    TrackedApp app = SharedStore.declared();
    SpaceId space = app.app().space();
    int writers = 4;
    int each = 25;
    Set<Long> written = new HashSet<>();
    Set<Long> read = new HashSet<>();
    try (var executor = Executors.newFixedThreadPool(writers)) {
      List<Future<List<Long>>> results = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        results.add(executor.submit(() -> append(app, each)));
      }
      long position = 0;
      boolean done = false;
      while (!done) {
        boolean ended = results.stream().allMatch(Future::isDone);
        List<Event> page = events.after(space, app.id(), position, 7);
        page.forEach(event -> read.add(event.id()));
        position = page.isEmpty() ? position : page.getLast().id();
        done = ended && page.isEmpty();
      }
      for (Future<List<Long>> result : results) {
        written.addAll(result.get());
      }
    }
    assertThat(read).containsAll(written);
  }

  private List<Long> append(TrackedApp app, int times) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      ids.add(events.append(event(app, T0)).id());
    }
    return ids;
  }
}
