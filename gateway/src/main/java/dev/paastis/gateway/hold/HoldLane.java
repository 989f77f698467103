// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import dev.paastis.gateway.route.Route;
import dev.paastis.wake.WakeOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** The holds of one event loop. All methods are called on that loop. */
public final class HoldLane {
  private static final System.Logger LOG = System.getLogger(HoldLane.class.getName());

  private final HoldQueue queue;
  private final Executor loop;
  private final Map<WakeCall, HoldList> lists = new HashMap<>();

  HoldLane(HoldQueue queue, Executor loop) {
    this.queue = queue;
    this.loop = loop;
  }

  /**
   * Holds a request until the wake ends or the time is over.
   *
   * @return whether there was room
   */
  public boolean hold(Held held, WakeCall call) {
    Route route = call.route();
    AtomicInteger spaceCount = queue.spaceCount(route);
    if (!queue.reserve(route.activity().waiting(), spaceCount)) {
      return false;
    }
    held.deadlineNanos = queue.deadlineNanos(held);
    HoldList list = lists.computeIfAbsent(call, HoldList::new);
    list.add(held, spaceCount);
    WakeOutcome outcome = call.outcome();
    if (outcome != null) {
      loop.execute(() -> settle(call, outcome));
    }
    return true;
  }

  /** Forgets a request whose client has gone; harmless when it is not held. */
  public void forget(Held held) {
    HoldList list = held.list;
    if (list != null) {
      list.remove(held);
    }
  }

  /** Ends the holds whose time is over and lets slow releases go on. */
  public void tick(long nowNanos) {
    if (lists.isEmpty()) {
      return;
    }
    for (HoldList list : List.copyOf(lists.values())) {
      list.tick(nowNanos);
    }
    lists.values().removeIf(list -> list.isEmpty() && list.settled());
  }

  /** Takes every request out of the lane, for a gateway that stops. */
  public List<Held> drain() {
    List<Held> all = new ArrayList<>();
    for (HoldList list : lists.values()) {
      list.drainTo(all);
    }
    return all;
  }

  /** Has the loop release what it holds for that wake, from whichever thread. */
  void wakeEnded(WakeCall call, WakeOutcome outcome) {
    try {
      loop.execute(() -> settle(call, outcome));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the gateway has stopped; nobody is held any more", e);
    }
  }

  private void settle(WakeCall call, WakeOutcome outcome) {
    HoldList list = lists.get(call);
    if (list != null) {
      list.settle(outcome);
      if (list.isEmpty()) {
        lists.remove(call);
      }
    }
  }
}
