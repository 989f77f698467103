// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.TrackedApp;
import dev.paastis.pause.Mornings;
import dev.paastis.pause.Mornings.Morning;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PostgresMorningsTest {
  private static final Instant EVENING = Instant.parse("2026-11-20T19:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final Mornings mornings = SharedStore.store().mornings();
  private final TrackedApp app = SharedStore.declared();

  @Test
  void what_is_paused_waits_until_it_is_over() {
    Morning paused = mornings.paused(app.id(), EVENING, null);
    assertThat(mornings.waiting()).contains(paused);

    mornings.over(app.id(), EVENING.minusSeconds(1), EVENING); // of another pause
    assertThat(mornings.waiting()).contains(paused);
    mornings.over(app.id(), EVENING, EVENING.plusSeconds(1));
    assertThat(mornings.waiting()).doesNotContain(paused);
  }

  @Test
  void starts_that_nobody_makes_use_of_are_counted() {
    Instant evening = EVENING;
    for (int unused = 0; unused <= 2; unused++) {
      assertThat(mornings.paused(app.id(), evening, EVENING).unused()).isEqualTo(unused);
      mornings.over(app.id(), evening, evening.plus(DAY.dividedBy(2)));
      evening = evening.plus(DAY);
    }

    assertThat(mornings.paused(app.id(), evening, evening.minusSeconds(60)).unused())
        .as("used an hour ago")
        .isZero();
  }

  @Test
  void a_second_pause_of_one_night_counts_nothing() {
    mornings.paused(app.id(), EVENING, null);
    mornings.over(app.id(), EVENING, EVENING.plus(DAY.dividedBy(2)));
    assertThat(mornings.paused(app.id(), EVENING.plus(DAY), null).unused()).isEqualTo(1);

    Instant again = EVENING.plus(DAY).plusSeconds(3600);
    assertThat(mornings.paused(app.id(), again, null).unused()).isEqualTo(1);
  }

  @Test
  void what_was_woken_by_itself_was_used() {
    mornings.paused(app.id(), EVENING, null);
    mornings.over(app.id(), EVENING, EVENING.plus(DAY.dividedBy(2)));
    mornings.paused(app.id(), EVENING.plus(DAY), null);
    mornings.over(app.id(), EVENING.plus(DAY), null); // not started; somebody woke it since

    assertThat(mornings.paused(app.id(), EVENING.plus(DAY.multipliedBy(2)), null).unused())
        .isZero();
  }
}
