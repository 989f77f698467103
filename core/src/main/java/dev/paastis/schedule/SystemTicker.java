// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Duration;

/** Backed by {@link System#nanoTime()}. */
enum SystemTicker implements Ticker {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
