// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes only when somebody waits, and then at once. */
final class SteppedTime implements Ticker, InstantSource {
  private static final Instant BEGIN = Instant.parse("2026-11-20T09:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Runnable> afterEach = new AtomicReference<>(() -> {});

  /** Runs after each step. */
  void afterEach(Runnable task) {
    afterEach.set(task);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void pause(Duration time) {
    nanos.addAndGet(time.toNanos());
    afterEach.get().run();
  }

  @Override
  public Instant instant() {
    return BEGIN.plusNanos(nanos.get());
  }
}
