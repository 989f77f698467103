// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Time that passes only in pauses, at once; whoever lives in the cluster acts meanwhile. */
final class SteppedTime implements Ticker, InstantSource {
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private final List<Runnable> inEachPause = new ArrayList<>();
  private final Queue<Runnable> inNextPause = new ArrayDeque<>();
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
    Runnable once;
    synchronized (this) {
      elapsed = elapsed.plus(time);
      once = inNextPause.poll();
    }
    if (once != null) {
      once.run();
    }
    inEachPause.forEach(Runnable::run);
  }

  void inEachPause(Runnable what) {
    inEachPause.add(what);
  }

  synchronized void inNextPause(Runnable what) {
    inNextPause.add(what);
  }
}
