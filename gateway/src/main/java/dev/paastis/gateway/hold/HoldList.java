// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import dev.paastis.gateway.route.Route;
import dev.paastis.wake.WakeOutcome;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one event loop holds for one wake, in order of arrival. Once the outcome is
 * there they are let go in that order: all at once when there is nothing to forward, otherwise at
 * most {@link #AT_ONCE} of them wait for the app's answer, so that ten thousand held requests do
 * not become ten thousand connections to an app that has just opened its eyes.
 */
final class HoldList {
  /** A judgement: enough to keep an app busy, few enough for its listen queue. */
  static final int AT_ONCE = 128;

  /** Let go at each tick besides, so that slow answers do not stall the rest. */
  private static final int MORE_PER_TICK = 16;

  private final WakeCall call;
  private @Nullable Held first;
  private @Nullable Held last;
  private @Nullable WakeOutcome outcome;
  private int unanswered;
  private int allowed = AT_ONCE;
  private boolean releasing;
  private boolean mixed;

  HoldList(WakeCall call) {
    this.call = call;
  }

  void add(Held held, AtomicInteger spaceCount) {
    held.list = this;
    held.spaceCount = spaceCount;
    held.previous = last;
    mixed |= last != null && held.deadlineNanos - last.deadlineNanos < 0;
    if (last == null) {
      first = held;
    } else {
      last.next = held;
    }
    last = held;
  }

  void remove(Held held) {
    Held before = held.previous;
    Held after = held.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    held.previous = null;
    held.next = null;
    held.list = null;
    route().activity().waiting().decrementAndGet();
    Objects.requireNonNull(held.spaceCount).decrementAndGet();
  }

  void settle(WakeOutcome how) {
    outcome = how;
    release();
  }

  void tick(long nowNanos) {
    for (Held due = firstDue(nowNanos); due != null; due = firstDue(nowNanos)) {
      remove(due);
      due.expire();
    }
    if (outcome != null && first != null) {
      allowed += MORE_PER_TICK;
      release();
    }
  }

  void answered() {
    unanswered--;
    release();
  }

  void drainTo(List<Held> all) {
    while (first != null) {
      Held held = first;
      remove(held);
      all.add(held);
    }
  }

  boolean isEmpty() {
    return first == null;
  }

  boolean settled() {
    return outcome != null;
  }

  /**
   * The first whose time is over. They stand in order of arrival, which is that of their deadlines
   * unless some may wait less or longer than others: then all of them are looked at.
   */
  private @Nullable Held firstDue(long nowNanos) {
    Held one = first;
    while (one != null && nowNanos - one.deadlineNanos < 0) {
      one = mixed ? one.next : null;
    }
    return one;
  }

  private Route route() {
    return call.route();
  }

  /** Not reentrant: a request that fails on the spot asks for the next one from inside. */
  private void release() {
    WakeOutcome how = outcome;
    if (how == null || releasing) {
      return;
    }
    releasing = true;
    boolean paced = how instanceof WakeOutcome.Ready;
    while (first != null && (!paced || unanswered < allowed)) {
      Held held = first;
      remove(held);
      if (paced) {
        held.pacer = this;
        unanswered++;
      }
      held.resume(call, how);
    }
    releasing = false;
  }
}
