// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A platform's rate limit: so many calls at once, refilled evenly. Safe for many threads. */
public final class TokenBucket {
  private final int capacity;
  private final Duration refillOfOne;
  private final InstantSource clock;
  private final boolean endless;
  private final Map<String, Level> levels = new HashMap<>();

  /**
   * A bucket for each key.
   *
   * @param capacity calls at once
   * @param per time in which an empty bucket fills
   */
  public TokenBucket(int capacity, Duration per, InstantSource clock) {
    this(capacity, per, clock, false);
  }

  private TokenBucket(int capacity, Duration per, InstantSource clock, boolean endless) {
    this.capacity = capacity;
    this.refillOfOne = per.dividedBy(capacity);
    this.clock = clock;
    this.endless = endless;
  }

  /** One that is always full. */
  public static TokenBucket endless(int capacity, Duration per, InstantSource clock) {
    return new TokenBucket(capacity, per, clock, true);
  }

  /** Takes one call out of the key's bucket. */
  public synchronized Taken take(String key) {
    if (endless) {
      return new Taken(true, capacity, capacity, Duration.ZERO);
    }
    Instant now = clock.instant();
    Level before = levels.getOrDefault(key, new Level(capacity, now)).seenAt(now);
    long gained = Duration.between(before.at(), now).dividedBy(refillOfOne);
    long left = Math.min(capacity, before.left() + gained);
    Instant at = left == capacity ? now : before.at().plus(refillOfOne.multipliedBy(gained));
    boolean allowed = left > 0;
    levels.put(key, new Level(allowed ? left - 1 : 0, at));
    Duration wait = allowed ? Duration.ZERO : Duration.between(now, at.plus(refillOfOne));
    return new Taken(allowed, (int) (allowed ? left - 1 : 0), capacity, wait);
  }

  /**
   * What came of it.
   *
   * @param allowed whether the call may go on
   * @param remaining calls left at once
   * @param capacity calls at once when full
   * @param retryAfter when the next is allowed
   */
  public record Taken(boolean allowed, int remaining, int capacity, Duration retryAfter) {}

  private record Level(long left, Instant at) {
    /** A clock that was put back costs nobody a call. */
    Level seenAt(Instant now) {
      return at.isAfter(now) ? new Level(left, now) : this;
    }
  }
}
