// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import dev.paastis.wake.WakeOutcome;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be held. It carries its own links of the queue, so that holding allocates
 * nothing and forgetting one of ten thousand costs the same as one of ten. Belongs to one event
 * loop, on which all its methods are called.
 */
public abstract class Held {
  @Nullable HoldList list;
  @Nullable HoldList pacer;
  @Nullable Held previous;
  @Nullable Held next;
  @Nullable AtomicInteger spaceCount;
  long deadlineNanos;

  /** Called by subclasses only. */
  protected Held() {}

  /** How long it may be held at most, given how long requests usually are. */
  protected long holdNanos(long usual) {
    return usual;
  }

  /** The wake ended, so does the hold. */
  protected abstract void resume(WakeCall call, WakeOutcome outcome);

  /** The time to hold is over; the wake goes on. */
  protected abstract void expire();

  /**
   * To be called once the app began to answer, or did not: lets another held request go. Harmless
   * on a request that was not held.
   */
  protected final void answered() {
    HoldList released = pacer;
    if (released != null) {
      pacer = null;
      released.answered();
    }
  }
}
