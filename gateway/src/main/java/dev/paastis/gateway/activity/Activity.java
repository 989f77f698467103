// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.activity;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes on at one app besides the requests under way: requests held, and when the last byte
 * moved. Times are nanoseconds of the gateway's ticker. Safe for use by many threads, without
 * locks.
 *
 * <p>{@link #touch} writes at most once a second: readers decide about minutes, so a second of
 * tolerance is free, and the cache line stays shared while many event loops serve one app. Two
 * threads that touch at once may both write; either value is right.
 */
public final class Activity {
  /** The last activity of an app that had none. */
  public static final long NEVER = Long.MIN_VALUE;

  private static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong drained = new AtomicLong(NEVER);
  private volatile long lastNanos = NEVER;
  private volatile long expectedUntilNanos = NEVER;

  /** Notes activity at that time. */
  public void touch(long nowNanos) {
    long last = lastNanos;
    if (last == NEVER || nowNanos - last >= TOLERANCE_NANOS) {
      lastNanos = nowNanos;
    }
  }

  /**
   * Notes that a request which somebody else carries may be under way until that time; an earlier
   * one than before changes nothing.
   */
  public void expectUntil(long nanos) {
    long until = expectedUntilNanos;
    if (until == NEVER || nanos - until >= TOLERANCE_NANOS) {
      expectedUntilNanos = nanos;
    }
  }

  /** Whether a request that somebody else carries may be under way. */
  public boolean expects(long nowNanos) {
    long until = expectedUntilNanos;
    return until != NEVER && nowNanos - until < 0;
  }

  /** The number of requests held, to be counted by whoever holds them. */
  public AtomicInteger waiting() {
    return waiting;
  }

  /** The last activity, {@link #NEVER} when there was none. */
  public long lastNanos() {
    return lastNanos;
  }

  /** The last activity if it is later than at the previous call, otherwise {@link #NEVER}. */
  public long drain() {
    long last = lastNanos;
    return drained.getAndSet(last) == last ? NEVER : last;
  }
}
