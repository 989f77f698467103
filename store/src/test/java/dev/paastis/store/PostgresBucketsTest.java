// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.budget.Buckets;
import dev.paastis.budget.Buckets.Level;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.provider.ApiLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresBucketsTest {
  private static final ApiLimit TEN = ApiLimit.bucket("account", 10, Duration.ofSeconds(10), "");
  private static final ApiLimit ODD = new ApiLimit("odd", 7, Duration.ofSeconds(3), 4, "");

  private final Store store = SharedStore.store();
  private final Buckets buckets = store.buckets();
  private final UUID account = SharedStore.account().id();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void a_random_sequence_ends_as_in_memory(long seed) {
    Random random = new Random(seed);
    Buckets memory = MemoryBuckets.full();
    Instant now = T0;
    for (int i = 0; i < 150; i++) {
      now = now.plusNanos(1000L * (random.nextInt(1_500_000) - 300_000));
      Step step = step(random, now);
      assertThat(step.on(buckets))
          .as("step %d of seed %d: %s", i, seed, step)
          .isEqualTo(step.on(memory));
      assertThat(buckets.levels(account, now)).isEqualTo(memory.levels(account, now));
    }
  }

  @Test
  void engines_that_take_at_once_never_take_more_than_there_is() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 40, Duration.ofDays(1), "");
    List<Callable<Boolean>> takes = new ArrayList<>();
    try (Store other = Store.open(SharedStore.settings())) {
      for (int i = 0; i < 100; i++) {
        Buckets either = i % 2 == 0 ? buckets : other.buckets();
        takes.add(() -> either.take(account, limit, 0, T0).granted());
      }
      int granted = 0;
      try (var executor = Executors.newFixedThreadPool(16)) {
        for (Future<Boolean> take : executor.invokeAll(takes)) {
          granted += take.get() ? 1 : 0;
        }
      }
      assertThat(granted).isEqualTo(40);
      assertThat(other.buckets().levels(account, T0)).extracting(Level::left).containsExactly(0);
    }
  }

  @Test
  void a_clock_that_is_behind_fills_nothing_and_sets_nothing_back() {
    for (int i = 0; i < 10; i++) {
      assertThat(buckets.take(account, TEN, 0, T0).granted()).isTrue();
    }
    assertThat(buckets.take(account, TEN, 0, T0.minusSeconds(100)).granted()).isFalse();
    assertThat(buckets.take(account, TEN, 0, T0).granted()).isFalse();
    assertThat(buckets.take(account, TEN, 0, T0.plusSeconds(1)).granted()).isTrue();
    assertThat(buckets.take(account, TEN, 0, T0.plusSeconds(1)).granted()).isFalse();
  }

  @Test
  void a_shut_bucket_opens_when_it_was_said_even_for_ever() {
    buckets.shut(account, TEN, T0.plusSeconds(60), T0);
    buckets.shut(account, TEN, T0.plusSeconds(30), T0);
    assertThat(buckets.take(account, TEN, 0, T0).freeIn()).isEqualTo(Duration.ofSeconds(61));
    assertThat(buckets.take(account, TEN, 0, T0.plusSeconds(61)).granted()).isTrue();

    buckets.shut(account, TEN, Instant.MAX, T0.plusSeconds(62));
    assertThat(buckets.take(account, TEN, 0, T0.plusSeconds(1_000_000)).granted()).isFalse();
  }

  @Test
  void buckets_outlive_the_process() {
    assertThat(buckets.take(account, TEN, 0, T0).granted()).isTrue();
    try (Store later = Store.open(SharedStore.settings())) {
      assertThat(later.buckets().levels(account, T0)).extracting(Level::left).containsExactly(9);
    }
  }

  @Test
  void an_account_that_is_not_stored_has_no_buckets() {
    UUID unknown = UUID.randomUUID();

    assertThat(buckets.levels(unknown, T0)).isEmpty();
    assertThatThrownBy(() -> buckets.take(unknown, TEN, 0, T0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(unknown.toString());
  }

  @Test
  void full_and_old_buckets_are_forgotten_and_no_others() {
    Instant old = T0.minus(Duration.ofDays(2));
    ApiLimit slow = ApiLimit.bucket("slow", 10, Duration.ofDays(365), "");
    ApiLimit shut = ApiLimit.bucket("shut", 10, Duration.ofSeconds(10), "");
    ApiLimit fresh = ApiLimit.bucket("fresh", 10, Duration.ofSeconds(1), "");
    assertThat(buckets.take(account, TEN, 0, old).granted()).isTrue();
    assertThat(buckets.take(account, slow, 0, old).granted()).isTrue();
    buckets.shut(account, shut, T0.plusSeconds(1), old);
    assertThat(buckets.take(account, fresh, 0, T0.minusSeconds(60)).granted()).isTrue();

    assertThat(store.purgeBuckets(T0.minus(Duration.ofDays(1)))).isPositive();

    assertThat(buckets.levels(account, T0))
        .extracting(Level::scope)
        .containsExactly("fresh", "shut", "slow");
  }

  private Step step(Random random, Instant now) {
    ApiLimit limit = random.nextBoolean() ? TEN : ODD;
    int number = random.nextInt(12);
    return switch (random.nextInt(10)) {
      case 0 -> new Step("lower", limit, number, now);
      case 1 -> new Step("raise", limit, number, now);
      case 2 -> new Step("shut", limit, random.nextInt(3), now);
      default -> new Step("take", limit, random.nextInt(3), now);
    };
  }

  /** Not a lambda, so that a failure tells what it was. */
  private final class Step {
    private final String what;
    private final ApiLimit limit;
    private final int number;
    private final Instant now;

    Step(String what, ApiLimit limit, int number, Instant now) {
      this.what = what;
      this.limit = limit;
      this.number = number;
      this.now = now;
    }

    Buckets.Taken on(Buckets any) {
      switch (what) {
        case "lower" -> any.lower(account, limit, number, now);
        case "raise" -> any.raise(account, limit, number, now);
        case "shut" -> any.shut(account, limit, now.plusSeconds(number), now);
        default -> {
          return any.take(account, limit, number, now);
        }
      }
      return Buckets.Taken.GRANTED;
    }

    @Override
    public String toString() {
      return what + " " + number + " of " + limit.scope() + " at " + now;
    }
  }
}
