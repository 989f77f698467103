// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.time.Duration;

/**
 * What a call to a platform may take: until when, and how much of the account's API budget, which
 * its priority decides. Immutable; passed down as a parameter.
 *
 * @param priority how urgent it is
 * @param deadline when it must have ended
 */
public record Call(Priority priority, Deadline deadline) {
  /** A call for a wake that may take that long from now. */
  public static Call wake(Duration time, Ticker ticker) {
    return new Call(Priority.WAKE, Deadline.after(time, ticker));
  }

  /** A call for a sleep that may take that long from now. */
  public static Call sleep(Duration time, Ticker ticker) {
    return new Call(Priority.SLEEP, Deadline.after(time, ticker));
  }

  /** A call that only looks and may take that long from now. */
  public static Call discovery(Duration time, Ticker ticker) {
    return new Call(Priority.DISCOVERY, Deadline.after(time, ticker));
  }

  /** What is left, never negative. */
  public Duration remaining() {
    return deadline.remaining();
  }

  /** Whether nothing is left. */
  public boolean expired() {
    return deadline.expired();
  }

  /** The smaller of what is left and the given time. */
  public Duration atMost(Duration time) {
    return deadline.atMost(time);
  }
}
