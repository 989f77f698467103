// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import dev.paastis.app.StoreUnavailableException;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The API budget of one account: shared buckets, and in front of each the queue of this process.
 *
 * <p>While the store is away, calls are counted here alone, from an empty bucket on: what other
 * engines have taken is not known, and a call too few is cheaper than one too many.
 */
public final class AccountBudget implements ApiBudget {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
  private static final int LONGEST_BACKOFF_STEPS = 5;

  /** Answers may be a few calls old: only a clear difference raises a bucket. */
  private static final int RAISE_SLACK_SHARE = 50;

  private final UUID account;
  private final Buckets shared;
  private final Buckets own = MemoryBuckets.empty();
  private final Ticker ticker;
  private final InstantSource clock;
  private final Map<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final LongAdder admitted = new LongAdder();

  /** The budget of that account. */
  public AccountBudget(UUID account, Buckets shared, Ticker ticker, InstantSource clock) {
    this.account = account;
    this.shared = shared;
    this.ticker = ticker;
    this.clock = clock;
  }

  @Override
  public @Nullable Duration admit(ApiLimit limit, Call call) throws InterruptedException {
    Turnstile turnstile =
        turnstiles.computeIfAbsent(limit.scope(), _ -> new Turnstile(limit, ticker));
    Duration wait =
        turnstile.pass(
            call, keep -> with(buckets -> buckets.take(account, limit, keep, clock.instant())));
    if (wait == null) {
      admitted.increment();
    }
    return wait;
  }

  @Override
  public void learn(ApiLimit limit, Reading reading) {
    if (reading.exhausted()) {
      Duration pause = reading.retryAfter();
      Duration rest = pause == null ? backoff(limit) : pause;
      change(b -> b.shut(account, limit, clock.instant().plus(rest), clock.instant()));
      return;
    }
    refusals.remove(limit.scope());
    Integer remaining = reading.remaining();
    if (remaining != null) {
      change(buckets -> buckets.lower(account, limit, remaining, clock.instant()));
      if (limit.burst() == limit.calls()) { // the platform's own bucket, not a part of a window
        int slack = Math.max(1, limit.burst() / RAISE_SLACK_SHARE);
        change(b -> b.raise(account, limit, Math.max(0, remaining - slack), clock.instant()));
      }
    }
  }

  /** Calls admitted in this process since it began: what a discovery cost is the difference. */
  public long admitted() {
    return admitted.sum();
  }

  /** Doubles with each refusal in a row. */
  private Duration backoff(ApiLimit limit) {
    int times = refusals.merge(limit.scope(), 1, Integer::sum);
    return FIRST_BACKOFF.multipliedBy(1L << Math.min(times - 1, LONGEST_BACKOFF_STEPS));
  }

  private void change(Consumer<Buckets> step) {
    with(buckets -> {
      step.accept(buckets);
      return true;
    });
  }

  private <T> T with(Function<Buckets, T> step) {
    try {
      return step.apply(shared);
    } catch (StoreUnavailableException e) {
      return step.apply(own);
    }
  }
}
