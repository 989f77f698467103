// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.schedule.Ticker;
import java.time.Duration;

/** Whether the engine is heard. Safe for use by many threads. */
final class Link {
  /** Time after a reconnection in which what the engine told may still be on its way. */
  private static final Duration CATCHING_UP = Duration.ofSeconds(5);

  private final Ticker ticker;
  private boolean up;
  private long changedNanos;

  /** Not heard since now. */
  Link(Ticker ticker) {
    this.ticker = ticker;
    this.changedNanos = ticker.nanos();
  }

  /** The engine has told everything up to now. */
  synchronized void up() {
    set(true);
  }

  /** The stream ended. */
  synchronized void down() {
    set(false);
  }

  private void set(boolean now) {
    if (up != now) {
      up = now;
      changedNanos = ticker.nanos();
    }
  }

  synchronized boolean isUp() {
    return up;
  }

  /** Whether what is known may be old. */
  synchronized boolean outOfTouch() {
    return !up || ticker.nanos() - changedNanos < CATCHING_UP.toNanos();
  }

  /** Whether it has not been heard for longer than that. */
  synchronized boolean isDownFor(Duration time) {
    return !up && ticker.nanos() - changedNanos > time.toNanos();
  }
}
