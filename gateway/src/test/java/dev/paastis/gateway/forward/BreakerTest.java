// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private final Breaker breaker = new Breaker();
  private long now = Long.MAX_VALUE - 5; // elapsed time may wrap around

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(now);
    }
  }

  private Duration wait(Breaker of) {
    return Duration.ofNanos(of.waitNanos(now));
  }

  @Test
  void many_failures_in_a_row_open_it_and_say_so_once() {
    fail(Breaker.FAILURES - 1);
    assertThat(wait(breaker)).isZero();

    assertThat(breaker.failed(now)).isTrue();
    assertThat(breaker.failed(now)).isFalse();
    assertThat(wait(breaker)).isEqualTo(Breaker.FIRST_REST);
  }

  @Test
  void answer_in_between_begins_the_count_anew() {
    fail(Breaker.FAILURES - 1);
    breaker.answered();
    fail(Breaker.FAILURES - 1);

    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void failures_over_a_long_time_do_not_open_it() {
    for (int i = 0; i < 10; i++) {
      fail(Breaker.FAILURES - 1);
      pass(Breaker.WITHIN.plusNanos(1));
    }
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.isIdle(now)).isTrue();
  }

  @Test
  void after_the_rest_one_probes_and_the_others_wait() {
    fail(Breaker.FAILURES);
    pass(Breaker.FIRST_REST);

    assertThat(wait(breaker)).isZero();
    assertThat(wait(breaker)).isPositive();
    assertThat(breaker.answered()).isTrue();
    assertThat(wait(breaker)).isZero();
    assertThat(wait(breaker)).isZero();
  }

  @Test
  void failed_probe_doubles_the_rest_up_to_its_bound() {
    fail(Breaker.FAILURES);
    Duration rest = Breaker.FIRST_REST;
    for (int i = 0; i < 10; i++) {
      pass(rest);
      assertThat(wait(breaker)).isZero();
      fail(3); // the probe, and what was begun before
      rest = rest.multipliedBy(2);
      rest = rest.compareTo(Breaker.LONGEST_REST) > 0 ? Breaker.LONGEST_REST : rest;
      assertThat(wait(breaker)).isEqualTo(rest);
    }
  }

  @Test
  void probe_that_never_ends_is_followed_by_another() {
    fail(Breaker.FAILURES);
    pass(Breaker.FIRST_REST);
    wait(breaker);
    pass(wait(breaker));

    assertThat(wait(breaker)).isZero();
  }

  @Test
  void spared_app_is_not_judged_and_its_past_is_forgotten() {
    fail(Breaker.FAILURES);
    breaker.spareUntil(now + Duration.ofSeconds(30).toNanos());
    assertThat(wait(breaker)).isZero();
    fail(3 * Breaker.FAILURES);
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.isIdle(now)).isFalse();

    pass(Duration.ofSeconds(31));
    assertThat(breaker.isIdle(now)).isTrue();
    fail(Breaker.FAILURES);
    assertThat(breaker.isOpen()).isTrue();
  }
}
