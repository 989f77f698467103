// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.CAUSE;
import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import dev.paastis.stale.StaleBook;
import dev.paastis.stale.StaleCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PostgresStaleTest {
  private static final StaleCase.Kept KEPT = new StaleCase.Kept(Instant.MAX, "ada", "wait");

  private final StaleBook book = SharedStore.store().stale();
  private final TrackedApp app = SharedStore.declared();

  private StaleCase full() {
    return new StaleCase(
        app.id(),
        T0,
        T0.plusSeconds(1),
        T0.plusSeconds(2),
        T0.plusSeconds(3),
        T0.plusSeconds(4),
        Map.of("formation", "web: 1"),
        T0.plusSeconds(5),
        "refused",
        KEPT);
  }

  private List<EventType> events() {
    return SharedStore.store()
        .events()
        .before(app.app().space(), app.id(), Long.MAX_VALUE, 10)
        .stream()
        .map(Event::type)
        .toList();
  }

  @Test
  void what_is_kept_is_read_again_and_forgotten() {
    assertThat(book.find(app.id())).isEmpty();

    assertThat(book.change(app.id(), _ -> full(), null)).isTrue();

    assertThat(book.find(app.id())).contains(full());
    assertThat(book.all()).contains(full());
    book.forget(app.id());
    assertThat(book.find(app.id())).isEmpty();
  }

  @Test
  void change_starts_from_what_is_kept_and_tells_its_event_with_it() {
    Event event = Event.about(app.app(), T0, EventType.STALE_FOUND, CAUSE);
    StaleCase found = StaleCase.none(app.id());

    assertThat(book.change(app.id(), now -> now.equals(found) ? full() : null, event)).isTrue();
    assertThat(book.change(app.id(), now -> now.equals(found) ? full() : null, event)).isFalse();

    assertThat(events()).containsOnlyOnce(EventType.STALE_FOUND);
  }

  @Test
  void app_that_nobody_knows_is_not_changed() {
    assertThat(book.change(new AppId(UUID.randomUUID()), _ -> full(), null)).isFalse();
  }

  @Test
  void changes_at_once_come_one_after_the_other() throws Exception {
    Callable<Boolean> claim =
        () -> book.change(app.id(), now -> now.kept() == null ? full() : null, null);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int claimed = 0;
      for (Future<Boolean> one : threads.invokeAll(List.of(claim, claim, claim, claim))) {
        claimed += one.get() ? 1 : 0;
      }
      assertThat(claimed).isEqualTo(1);
    }
  }

  @Test
  void what_somebody_did_at_the_platform_counts_as_use() {
    assertThat(book.handled()).containsKey(app.id());
    Instant later = T0.plus(Duration.ofDays(3_650));
    var _ =
        SharedStore.store()
            .events()
            .append(Event.about(app.app(), later, EventType.DEPLOYED, CAUSE));
    var _ =
        SharedStore.store()
            .events()
            .append(Event.about(app.app(), later.plusSeconds(9), EventType.WOKEN, CAUSE));

    assertThat(book.handled()).containsEntry(app.id(), later);
  }
}
