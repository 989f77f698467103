// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that passes a hundred times faster than the machine's, in the same order: a timeout of a
 * minute takes 600 ms, a status round of 100 ms one millisecond.
 */
public final class FastTicker implements Ticker {
  private static final int FASTER = 100;

  private final long origin = System.nanoTime();

  @Override
  public long nanos() {
    return (System.nanoTime() - origin) * FASTER;
  }

  @Override
  public void park(Duration atMost) {
    LockSupport.parkNanos(Math.max(1, atMost.toNanos() / FASTER));
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    long end = nanos() + time.toNanos();
    for (long left = end - nanos(); left > 0; left = end - nanos()) {
      LockSupport.parkNanos(Math.max(1, left / FASTER));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
