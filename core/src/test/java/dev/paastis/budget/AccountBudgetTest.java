// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.fleet.FastTicker;
import dev.paastis.provider.ApiBudget.Reading;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.Priority;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AccountBudgetTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final UUID ACCOUNT = UUID.randomUUID();

  private final Passing time = new Passing();

  @Test
  void limit_counted_in_windows_is_kept_in_every_window() throws Exception {
    ApiLimit limit = ApiLimit.window("account", 60, MINUTE, "");
    AccountBudget budget = new AccountBudget(ACCOUNT, MemoryBuckets.full(), time, time);
    List<Instant> calls = new ArrayList<>();
    for (int call = 0; call < 300; call++) {
      assertThat(budget.admit(limit, within(Priority.WAKE, MINUTE))).isNull();
      calls.add(time.instant());
    }
    for (int first = 0; first + 60 < calls.size(); first++) {
      assertThat(Duration.between(calls.get(first), calls.get(first + 60)))
          .isGreaterThanOrEqualTo(MINUTE);
    }
    assertThat(Duration.between(calls.getFirst(), calls.getLast()))
        .as("298 calls at 58 a minute, since two came at once")
        .isLessThan(Duration.ofSeconds(309));
  }

  @Test
  void last_calls_of_a_bucket_are_kept_for_wakes() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 100, Duration.ofHours(1), "");
    AccountBudget budget = new AccountBudget(ACCOUNT, MemoryBuckets.full(), time, time);
    Duration soon = Duration.ofSeconds(10);
    assertThat(admitted(budget, limit, within(Priority.DISCOVERY, soon))).isEqualTo(50);
    assertThat(admitted(budget, limit, within(Priority.SLEEP, soon))).isEqualTo(40);
    assertThat(admitted(budget, limit, within(Priority.WAKE, soon))).isEqualTo(10);
    assertThat(budget.admitted()).isEqualTo(100);
  }

  @Test
  void call_that_would_come_too_late_is_told_at_once() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 1, Duration.ofHours(1), "");
    AccountBudget budget = new AccountBudget(ACCOUNT, MemoryBuckets.full(), time, time);
    assertThat(budget.admit(limit, within(Priority.WAKE, MINUTE))).isNull();
    Instant before = time.instant();
    assertThat(budget.admit(limit, within(Priority.WAKE, MINUTE))).isEqualTo(Duration.ofHours(1));
    assertThat(time.instant()).isEqualTo(before);
  }

  @Test
  void refused_call_shuts_the_bucket_as_long_as_the_platform_says() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 100, MINUTE, "");
    AccountBudget budget = new AccountBudget(ACCOUNT, MemoryBuckets.full(), time, time);
    budget.learn(limit, new Reading(0, true, Duration.ofSeconds(30)));
    Instant before = time.instant();
    assertThat(budget.admit(limit, within(Priority.WAKE, MINUTE))).isNull();
    assertThat(Duration.between(before, time.instant()))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
  }

  @Test
  void refused_calls_without_a_word_on_when_back_off_further_each_time() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 100, MINUTE, "");
    AccountBudget budget = new AccountBudget(ACCOUNT, MemoryBuckets.full(), time, time);
    List<Long> seconds = new ArrayList<>();
    for (int refusal = 0; refusal < 4; refusal++) {
      budget.learn(limit, new Reading(0, true, null));
      Instant before = time.instant();
      assertThat(budget.admit(limit, within(Priority.WAKE, MINUTE))).isNull();
      seconds.add(Duration.between(before, time.instant()).toSeconds());
    }
    assertThat(seconds).containsExactly(2L, 4L, 8L, 16L);
  }

  @Test
  void platform_knows_better_what_is_left() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 4500, Duration.ofHours(1), "");
    Buckets buckets = MemoryBuckets.full();
    AccountBudget budget = new AccountBudget(ACCOUNT, buckets, time, time);
    budget.learn(limit, new Reading(7, false, null));
    assertThat(left(buckets)).isEqualTo(7);
    budget.learn(limit, new Reading(4380, false, null));
    assertThat(left(buckets)).as("a few calls may be on their way").isEqualTo(4290);
  }

  @Test
  void without_the_store_calls_are_counted_here_alone() throws Exception {
    ApiLimit limit = ApiLimit.bucket("account", 60, MINUTE, "");
    AccountBudget budget = new AccountBudget(ACCOUNT, new Away(), time, time);
    Instant before = time.instant();
    for (int call = 0; call < 5; call++) {
      assertThat(budget.admit(limit, within(Priority.WAKE, MINUTE))).isNull();
    }
    assertThat(Duration.between(before, time.instant())).isGreaterThan(Duration.ofSeconds(4));
  }

  @Test
  void wake_overtakes_the_sleeps_that_wait() throws Exception {
    FastTicker ticker = new FastTicker();
    InstantSource clock = () -> Instant.EPOCH.plusNanos(ticker.nanos());
    ApiLimit limit = new ApiLimit("account", 1, Duration.ofSeconds(2), 1, "");
    AccountBudget budget = new AccountBudget(ACCOUNT, MemoryBuckets.empty(), ticker, clock);
    List<Priority> order = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(4);
    List<Thread> threads = new ArrayList<>();
    for (Priority priority : List.of(Priority.SLEEP, Priority.SLEEP, Priority.SLEEP)) {
      threads.add(Thread.startVirtualThread(() -> pass(budget, limit, priority, order, begun)));
    }
    threads.add(Thread.startVirtualThread(() -> pass(budget, limit, Priority.WAKE, order, begun)));
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).hasSize(4);
    assertThat(order.indexOf(Priority.WAKE)).as("only a turn under way comes first").isLessThan(2);
  }

  private static void pass(
      AccountBudget budget,
      ApiLimit limit,
      Priority priority,
      List<Priority> order,
      CountDownLatch begun) {
    try {
      begun.countDown();
      begun.await();
      Call call = new Call(priority, Deadline.after(Duration.ofHours(1), new FastTicker()));
      assertThat(budget.admit(limit, call)).isNull();
      order.add(priority);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int left(Buckets buckets) {
    return buckets.levels(ACCOUNT, new Passing().instant()).getFirst().left();
  }

  private static int admitted(AccountBudget budget, ApiLimit limit, Call call)
      throws InterruptedException {
    int admitted = 0;
    while (budget.admit(limit, call) == null) {
      admitted++;
    }
    return admitted;
  }

  private Call within(Priority priority, Duration duration) {
    return new Call(priority, Deadline.after(duration, time));
  }

  /** Time that passes only while somebody waits for it. */
  private static final class Passing implements Ticker, InstantSource {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public void park(Duration atMost) {
      nanos += atMost.toNanos();
    }

    @Override
    public Instant instant() {
      return Instant.parse("2026-11-20T09:00:00Z").plusNanos(nanos);
    }
  }

  /** A store that cannot be reached. */
  private static final class Away implements Buckets {
    private static StoreUnavailableException away() {
      return new StoreUnavailableException("away", new IllegalStateException("no server"));
    }

    @Override
    public Taken take(UUID account, ApiLimit limit, int keep, Instant now) {
      throw away();
    }

    @Override
    public void lower(UUID account, ApiLimit limit, int remaining, Instant now) {
      throw away();
    }

    @Override
    public void raise(UUID account, ApiLimit limit, int remaining, Instant now) {
      throw away();
    }

    @Override
    public void shut(UUID account, ApiLimit limit, Instant until, Instant now) {
      throw away();
    }

    @Override
    public List<Level> levels(UUID account, Instant now) {
      throw away();
    }
  }
}
