// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
  private static final RetryPlan PLAN =
      new RetryPlan(6, Duration.ofSeconds(5), Duration.ofSeconds(60));

  @Test
  void longest_wait_doubles_up_to_its_bound() {
    List<Long> seconds =
        IntStream.rangeClosed(1, 6).mapToObj(n -> PLAN.longest(n).toSeconds()).toList();

    assertThat(seconds).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
    assertThat(RetryPlan.USUAL.longest(1_000)).isEqualTo(RetryPlan.USUAL.most());
  }

  @Test
  void wait_is_anywhere_below_the_longest() {
    RandomGenerator random = new Random(7);
    List<Duration> waits =
        IntStream.range(0, 1_000).mapToObj(_ -> PLAN.after(3, null, random).orElseThrow()).toList();

    assertThat(waits)
        .allMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) <= 0)
        .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) < 0)
        .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(18)) > 0);
  }

  @Test
  void receiver_may_ask_for_more_within_the_bound() {
    RandomGenerator random = new Random(7);

    assertThat(PLAN.after(1, Duration.ofSeconds(30), random)).contains(Duration.ofSeconds(30));
    assertThat(PLAN.after(1, Duration.ofDays(30), random)).contains(PLAN.most());
  }

  @Test
  void last_try_is_the_last() {
    assertThat(PLAN.after(5, null, new Random(7))).isPresent();
    assertThat(PLAN.after(6, null, new Random(7))).isEmpty();
  }
}
