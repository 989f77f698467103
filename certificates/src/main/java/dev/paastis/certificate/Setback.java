// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What became of the last order of a host, and until when none follows: two minutes, doubled with
 * each failure up to half a day, give or take a fifth so that many hosts do not come back together.
 */
record Setback(int failures, String why, Instant until) {
  private static final Duration FIRST = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int MOST_DOUBLINGS = 9;

  static Setback after(int failuresBefore, String why, Instant now) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
    Duration bounded = wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    long spread = bounded.toMillis() / 5;
    long jitter = ThreadLocalRandom.current().nextLong(-spread, spread + 1);
    return new Setback(failuresBefore + 1, why, now.plus(bounded).plusMillis(jitter));
  }

  Setback atLeastUntil(Instant time) {
    return time.isAfter(until) ? new Setback(failures, why, time) : this;
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }
}
