// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsAndTimeTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void bucket_refuses_when_empty_and_refills_evenly() {
    TokenBucket bucket = new TokenBucket(60, Duration.ofMinutes(1), clock);
    for (int i = 59; i >= 0; i--) {
      assertThat(bucket.take("a")).isEqualTo(new TokenBucket.Taken(true, i, 60, Duration.ZERO));
    }

    assertThat(bucket.take("a").allowed()).isFalse();
    assertThat(bucket.take("a").retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(bucket.take("b").allowed()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(bucket.take("a").allowed()).isTrue();
    assertThat(bucket.take("a").allowed()).isFalse();
  }

  @Test
  void bucket_of_a_clock_that_is_put_back_keeps_its_calls() {
    TokenBucket bucket = new TokenBucket(60, Duration.ofMinutes(1), clock);
    assertThat(bucket.take("a").remaining()).isEqualTo(59);

    clock.advance(Duration.ofHours(-1));

    assertThat(bucket.take("a").remaining()).isEqualTo(58);
    clock.advance(Duration.ofSeconds(2));
    assertThat(bucket.take("a").remaining()).isEqualTo(59);
  }

  @Test
  void endless_bucket_is_always_full() {
    EmulatorSettings settings =
        new EmulatorSettings(0, 1, "t", clock, EmulatorSettings.Pace.AT_ONCE).unlimited();
    TokenBucket bucket = settings.bucket(2, Duration.ofMinutes(1));

    for (int i = 0; i < 5; i++) {
      assertThat(bucket.take("a")).isEqualTo(new TokenBucket.Taken(true, 2, 2, Duration.ZERO));
    }
  }

  @Test
  void timeline_runs_what_is_due_in_order() {
    List<String> done = new ArrayList<>();
    try (Timeline timeline = new Timeline(clock)) {
      timeline.after(Duration.ofSeconds(2), () -> done.add("second"));
      timeline.after(Duration.ofSeconds(1), () -> done.add("first"));
      timeline.after(Duration.ZERO, () -> done.add("at once"));
      timeline.runDue();
      assertThat(done).containsExactly("at once");

      clock.advance(Duration.ofSeconds(2));
      timeline.runDue();
    }
    assertThat(done).containsExactly("at once", "first", "second");
  }

  @Test
  void bill_counts_only_the_time_at_a_price() {
    Bill bill = new Bill(clock);
    bill.price("web", new BigDecimal("0.02"));
    clock.advance(Duration.ofMinutes(30));
    bill.price("web", BigDecimal.ZERO);
    clock.advance(Duration.ofHours(5));

    assertThat(bill.of("web")).isEqualByComparingTo("0.01");
  }
}
