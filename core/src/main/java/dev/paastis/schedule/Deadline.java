// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Duration;

/**
 * The end of the time that something may take. Immutable; passed down as a parameter.
 *
 * @param ticker measures
 * @param atNanos on the ticker's scale
 */
public record Deadline(Ticker ticker, long atNanos) {
  /** A deadline that far from now. */
  public static Deadline after(Duration time, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + time.toNanos());
  }

  /** What is left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - ticker.nanos()));
  }

  /** Whether nothing is left. */
  public boolean expired() {
    return atNanos - ticker.nanos() <= 0;
  }

  /** The smaller of what is left and the given time. */
  public Duration atMost(Duration time) {
    Duration left = remaining();
    return left.compareTo(time) < 0 ? left : time;
  }
}
