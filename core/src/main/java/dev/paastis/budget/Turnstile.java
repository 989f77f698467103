// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import dev.paastis.budget.Buckets.Taken;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.Priority;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where this process's calls under one limit queue up: the most urgent first, then the one that
 * came first. Only the first in the queue asks the shared bucket, so that a thousand waiting sleeps
 * cost it no more than one. Safe for use by many threads.
 */
final class Turnstile {
  /** Other engines may have taken what was about to become free. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private static final Comparator<Waiter> ORDER =
      Comparator.comparing(Waiter::priority).thenComparingLong(Waiter::number);

  private final ApiLimit limit;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Waiter> queue = new PriorityQueue<>(ORDER);
  private long numbers;

  Turnstile(ApiLimit limit, Ticker ticker) {
    this.limit = limit;
    this.ticker = ticker;
  }

  private record Waiter(Priority priority, long number, Thread thread) {}

  /**
   * Waits for the call's turn.
   *
   * @param take takes a token so that as many are left
   * @return {@code null} when it has come; otherwise it would come after the call's deadline
   */
  @Nullable Duration pass(Call call, IntFunction<Taken> take) throws InterruptedException {
    Waiter me = enter(call.priority());
    try {
      while (true) {
        int ahead = ahead(me);
        Duration wait;
        if (ahead == 0) {
          Taken taken = take.apply(kept(call.priority()));
          if (taken.granted()) {
            return null;
          }
          wait = taken.freeIn();
        } else {
          wait = Duration.ofNanos((long) (ahead / limit.perSecond() * 1e9));
        }
        if (wait.compareTo(call.remaining()) >= 0) {
          return wait;
        }
        ticker.park(wait.compareTo(LONGEST_LOOK) < 0 ? wait : LONGEST_LOOK);
        if (Thread.interrupted()) {
          throw new InterruptedException("while waiting for the API budget");
        }
      }
    } finally {
      leave(me);
    }
  }

  /** Tokens that a call of that priority leaves to more urgent ones. */
  private int kept(Priority priority) {
    return switch (priority) {
      case WAKE -> 0;
      case SLEEP -> limit.burst() / 10;
      case DISCOVERY -> limit.burst() / 2;
    };
  }

  private Waiter enter(Priority priority) {
    lock.lock();
    try {
      Waiter me = new Waiter(priority, numbers++, Thread.currentThread());
      queue.add(me);
      return me;
    } finally {
      lock.unlock();
    }
  }

  private int ahead(Waiter me) {
    lock.lock();
    try {
      return me.equals(queue.peek())
          ? 0
          : (int) queue.stream().filter(other -> ORDER.compare(other, me) < 0).count();
    } finally {
      lock.unlock();
    }
  }

  private void leave(Waiter me) {
    lock.lock();
    try {
      queue.remove(me);
      Waiter next = queue.peek();
      if (next != null) {
        LockSupport.unpark(next.thread());
      }
    } finally {
      lock.unlock();
    }
  }
}
