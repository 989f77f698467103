// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Elapsed time, apart from the wall clock: for timeouts, intervals and durations. Safe for use by
 * many threads.
 */
public interface Ticker {
  /** Nanoseconds since an arbitrary origin; only differences mean anything. */
  long nanos();

  /** Blocks the calling virtual thread for that long. */
  void pause(Duration time) throws InterruptedException;

  /**
   * Blocks the calling thread until it is unparked or interrupted, or for that long; may return
   * early, so the caller looks again at what it waits for.
   */
  default void park(Duration atMost) {
    LockSupport.parkNanos(this, atMost.toNanos());
  }

  /** The machine's own ticker. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}
