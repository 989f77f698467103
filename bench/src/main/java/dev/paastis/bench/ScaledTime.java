// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Time that passes faster than the machine's, so that an hour of a rate limit can be measured. */
final class ScaledTime implements Ticker, InstantSource {
  private static final Instant ORIGIN = Instant.parse("2026-11-20T09:00:00Z");

  private final long begin = System.nanoTime();
  private final int faster;

  ScaledTime(int faster) {
    this.faster = faster;
  }

  @Override
  public long nanos() {
    return (System.nanoTime() - begin) * faster;
  }

  @Override
  public Instant instant() {
    return ORIGIN.plusNanos(nanos());
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(1, time.toNanos() / faster)));
  }

  @Override
  public void park(Duration atMost) {
    LockSupport.parkNanos(this, Math.max(1, atMost.toNanos() / faster));
  }
}
