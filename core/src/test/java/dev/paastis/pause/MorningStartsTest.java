// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.pause.MorningStarts.Planned;
import dev.paastis.pause.MorningStarts.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MorningStartsTest {
  private static final Instant EIGHT = Instant.parse("2026-11-23T08:00:00Z");

  private static Wanted<String> wanted(String what, long seconds) {
    return new Wanted<>(what, EIGHT, Duration.ofSeconds(seconds));
  }

  @Test
  void each_begins_as_early_as_its_own_wake_takes() {
    assertThat(MorningStarts.plan(List.of(wanted("quick", 5), wanted("slow", 90)), Duration.ZERO))
        .containsExactly(
            new Planned<>("slow", EIGHT.minusSeconds(90)),
            new Planned<>("quick", EIGHT.minusSeconds(5)));
  }

  @Test
  void what_the_budget_cannot_start_at_once_begins_earlier() {
    List<Wanted<String>> ten =
        java.util.stream.IntStream.range(0, 10).mapToObj(i -> wanted("app" + i, 30)).toList();

    List<Planned<String>> planned = MorningStarts.plan(ten, Duration.ofSeconds(6));

    assertThat(planned).hasSize(10);
    assertThat(planned.getLast().at()).isEqualTo(EIGHT.minusSeconds(30));
    for (int i = 1; i < planned.size(); i++) {
      assertThat(Duration.between(planned.get(i - 1).at(), planned.get(i).at()))
          .isEqualTo(Duration.ofSeconds(6));
    }
  }

  @Test
  void those_of_a_later_hour_do_not_hold_up_the_earlier() {
    Wanted<String> late = new Wanted<>("late", EIGHT.plusSeconds(3600), Duration.ofSeconds(10));

    assertThat(MorningStarts.plan(List.of(late, wanted("early", 10)), Duration.ofMinutes(5)))
        .containsExactly(
            new Planned<>("early", EIGHT.minusSeconds(10)),
            new Planned<>("late", EIGHT.plusSeconds(3590)));
  }
}
