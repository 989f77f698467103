// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that passes only when somebody waits, and then at once, for a provider and its platform
 * alike. It passes in steps of a second at most, so that what follows from one another on the
 * platform happens in its order. Safe for use by many threads.
 */
public final class VirtualTime implements Ticker, InstantSource {
  private static final Instant BEGIN = Instant.parse("2026-11-20T09:00:00Z");
  private static final long STEP = Duration.ofSeconds(1).toNanos();
  private static final long MOMENT = Duration.ofMillis(1).toNanos();

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Runnable> afterEach = new AtomicReference<>(() -> {});

  /** Time that has not begun to pass. */
  public VirtualTime() {}

  /** Runs that after each step from now on: mostly, the platform does what is due. */
  public void afterEachStep(Runnable task) {
    afterEach.set(task);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant instant() {
    return BEGIN.plusNanos(nanos.get());
  }

  @Override
  public void pause(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before a pause");
    }
    pass(time);
  }

  /** Time passes only where nobody unparks the thread within a moment of real time. */
  @Override
  public void park(Duration atMost) {
    long begun = Ticker.system().nanos();
    LockSupport.parkNanos(this, MOMENT);
    if (Ticker.system().nanos() - begun >= MOMENT) {
      pass(atMost);
    }
  }

  /** Lets that much pass. */
  public void pass(Duration time) {
    for (long left = time.toNanos(); left > 0; left -= STEP) {
      nanos.addAndGet(Math.min(left, STEP));
      afterEach.get().run();
    }
  }
}
