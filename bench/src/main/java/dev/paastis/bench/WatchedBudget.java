// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.Priority;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A budget that notes what passes through it. */
final class WatchedBudget implements ApiBudget {
  private final ApiBudget budget;
  private final Ticker ticker;
  private final LongAdder calls = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Queue<Duration> wakeWaits = new ConcurrentLinkedQueue<>();

  WatchedBudget(ApiBudget budget, Ticker ticker) {
    this.budget = budget;
    this.ticker = ticker;
  }

  @Override
  public @Nullable Duration admit(ApiLimit limit, Call call) throws InterruptedException {
    long asked = ticker.nanos();
    Duration wait = budget.admit(limit, call);
    if (wait == null) {
      calls.increment();
      if (call.priority() == Priority.WAKE) {
        wakeWaits.add(Duration.ofNanos(ticker.nanos() - asked));
      }
    }
    return wait;
  }

  @Override
  public void learn(ApiLimit limit, Reading reading) {
    if (reading.exhausted()) {
      refused.increment();
    }
    budget.learn(limit, reading);
  }

  /** Calls made. */
  long calls() {
    return calls.sum();
  }

  /** Calls that the platform refused as one too many. */
  long refused() {
    return refused.sum();
  }

  /** The longest that a call of a wake waited for its turn. */
  Duration longestWakeWait() {
    return wakeWaits.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
