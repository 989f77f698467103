// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.provider.Call;
import dev.paastis.provider.Priority;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the commands that run at once, by urgency, so that a night of sleeps neither floods the
 * machine nor stands in the way of a wake. Safe for use by many threads.
 */
final class Lanes {
  private final Map<Priority, Semaphore> lanes = new EnumMap<>(Priority.class);

  Lanes() {
    for (Priority priority : Priority.values()) {
      lanes.put(priority, new Semaphore(width(priority), true));
    }
  }

  static int width(Priority priority) {
    return switch (priority) {
      case WAKE -> 8;
      case SLEEP -> 4;
      case DISCOVERY -> 2;
    };
  }

  /** Waits for a place; {@code false}: none became free in time. */
  boolean enter(Call call) throws InterruptedException {
    return lane(call).tryAcquire(call.remaining().toNanos(), TimeUnit.NANOSECONDS);
  }

  void leave(Call call) {
    lane(call).release();
  }

  private Semaphore lane(Call call) {
    Semaphore lane = lanes.get(call.priority());
    if (lane == null) {
      throw new IllegalStateException("no lane of " + call.priority());
    }
    return lane;
  }
}
