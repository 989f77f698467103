// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one app: those kept for the next request, a count of those
 * new, and who waits for one.
 *
 * <p>A connection is new until the first answer over it begins. Only so many are new at once,
 * because an app that does not answer is not helped by more connections; further requests wait in a
 * queue for the next that is free or may be opened. Streams and tunnels have begun to answer and
 * take nobody's place, nor do requests over connections that were used before; all of them count
 * towards the most that may be open at once.
 */
final class AppConnections {
  private final int maxNew;
  private final int maxWaiting;
  private final int maxOpen;
  private final Deque<UpstreamConnection> kept = new ArrayDeque<>();
  private final Queue<UpstreamListener> waiting = new ArrayDeque<>();
  private int fresh;
  private int open;

  AppConnections(int maxNew, int maxWaiting, int maxOpen) {
    this.maxNew = maxNew;
    this.maxWaiting = maxWaiting;
    this.maxOpen = maxOpen;
  }

  /** The connection used last, so that the rest grow old; {@code null} when there is none. */
  @Nullable UpstreamConnection takeKept() {
    UpstreamConnection last = kept.pollLast();
    while (last != null && !last.isActive()) {
      last = kept.pollLast();
    }
    return last;
  }

  /** Whether one more may be opened, which then counts as new. */
  boolean mayOpen() {
    if (fresh >= maxNew || open >= maxOpen) {
      return false;
    }
    countAsNew();
    return true;
  }

  /** Queues who waits for a connection, unless too many do. */
  boolean enqueue(UpstreamListener listener) {
    return waiting.size() < maxWaiting && waiting.add(listener);
  }

  boolean forget(UpstreamListener listener) {
    return waiting.remove(listener);
  }

  @Nullable UpstreamListener nextWaiting() {
    return waiting.poll();
  }

  boolean anybodyWaits() {
    return !waiting.isEmpty();
  }

  void keep(UpstreamConnection connection) {
    kept.addLast(connection);
  }

  void drop(UpstreamConnection connection) {
    kept.remove(connection);
  }

  /** One more is new, whatever the bound says. */
  void countAsNew() {
    fresh++;
    open++;
  }

  /** One is closed, or did not come about. */
  void oneLess() {
    open--;
  }

  /** One that counted as new has answered, or will not. */
  void noLongerNew() {
    fresh--;
  }

  void closeUnusedSince(long nanos) {
    UpstreamConnection oldest = kept.peekFirst();
    while (oldest != null && oldest.idleSinceNanos() - nanos < 0) {
      kept.removeFirst();
      oldest.close();
      oldest = kept.peekFirst();
    }
  }

  void close() {
    for (Iterator<UpstreamConnection> each = kept.iterator(); each.hasNext(); ) {
      UpstreamConnection connection = each.next();
      each.remove();
      connection.close();
    }
  }

  boolean isEmpty() {
    return kept.isEmpty() && waiting.isEmpty() && fresh == 0 && open == 0;
  }
}
