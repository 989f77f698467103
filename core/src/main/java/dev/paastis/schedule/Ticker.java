// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Duration;

/**
 * Elapsed time, apart from the wall clock: for timeouts, intervals and durations. Safe for use by
 * many threads.
 */
public interface Ticker {
  /** Nanoseconds since an arbitrary origin; only differences mean anything. */
  long nanos();

  /** Blocks the calling virtual thread for that long. */
  void pause(Duration time) throws InterruptedException;

  /** The machine's own ticker. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}
