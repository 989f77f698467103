// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final DeadlineQueue<String> queue = new DeadlineQueue<>();

  @Test
  void due_keys_come_out_earliest_first_and_once() {
    queue.schedule("late", NOON.plusSeconds(2));
    queue.schedule("early", NOON);
    queue.schedule("also-early", NOON);

    assertThat(queue.takeDue(NOON)).isEqualTo(List.of("early", "also-early"));
    assertThat(queue.takeDue(NOON)).isEmpty();
    assertThat(queue.next()).contains(NOON.plusSeconds(2));
  }

  @Test
  void scheduling_again_moves_the_deadline() {
    queue.schedule("a", NOON);
    queue.schedule("a", NOON.plusSeconds(5));

    assertThat(queue.takeDue(NOON)).isEmpty();
    assertThat(queue.deadlineOf("a")).contains(NOON.plusSeconds(5));
  }

  @Test
  void cancelled_key_never_comes_due() {
    queue.schedule("a", NOON);
    queue.cancel("a");
    queue.cancel("a");

    assertThat(queue.takeDue(NOON.plusSeconds(9))).isEmpty();
    assertThat(queue.next()).isEmpty();
  }
}
