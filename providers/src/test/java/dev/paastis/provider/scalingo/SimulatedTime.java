// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;

/** Time that passes only in pauses, at once, for the emulator and the provider alike. */
final class SimulatedTime implements Ticker, InstantSource {
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private final Queue<Runnable> duringPauses = new ArrayDeque<>();
  private Duration elapsed = Duration.ZERO;

  @Override
  public synchronized long nanos() {
    return elapsed.toNanos();
  }

  @Override
  public synchronized Instant instant() {
    return START.plus(elapsed);
  }

  @Override
  public void pause(Duration time) {
    advance(time);
    Runnable next;
    synchronized (this) {
      next = duringPauses.poll();
    }
    if (next != null) {
      next.run();
    }
  }

  synchronized void advance(Duration time) {
    elapsed = elapsed.plus(time);
  }

  /** What somebody else does while the provider waits next. */
  synchronized void duringNextPause(Runnable what) {
    duringPauses.add(what);
  }
}
