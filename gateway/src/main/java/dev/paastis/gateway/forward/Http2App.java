// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one app that speaks HTTP/2. One is opened at a time: whoever
 * comes meanwhile waits for it, as it will have room for many.
 */
final class Http2App {
  /** A judgement: an app that takes few requests a connection is not helped by more of them. */
  private static final int MOST_CONNECTIONS = 64;

  private final int maxWaiting;
  private final List<Http2UpstreamConnection> connections = new ArrayList<>(2);
  private final Queue<UpstreamListener> waiting = new ArrayDeque<>();
  private boolean opening;

  Http2App(int maxWaiting) {
    this.maxWaiting = maxWaiting;
  }

  /** A connection with room for one more request, {@code null} when there is none. */
  @Nullable Http2UpstreamConnection withRoom() {
    for (Http2UpstreamConnection each : connections) {
      if (each.hasRoom()) {
        return each;
      }
    }
    return null;
  }

  /** Queues who waits for room, unless too many do. */
  boolean enqueue(UpstreamListener listener) {
    return waiting.size() < maxWaiting && waiting.add(listener);
  }

  void forget(UpstreamListener listener) {
    waiting.remove(listener);
  }

  /** Whether the caller is to open a connection, which then is the only one being opened. */
  boolean mayOpen() {
    if (opening || connections.size() >= MOST_CONNECTIONS) {
      return false;
    }
    opening = true;
    return true;
  }

  /**
   * Takes a new connection.
   *
   * @param awaited whether it is the one that {@link #mayOpen} allowed; an app that turns out to
   *     speak HTTP/2 is not
   */
  void add(Http2UpstreamConnection connection, boolean awaited) {
    opening &= !awaited;
    connections.add(connection);
  }

  /** No connection came about: whoever waited for it is told so. */
  void notOpened(UpstreamFault fault) {
    opening = false;
    for (UpstreamListener next = waiting.poll(); next != null; next = waiting.poll()) {
      next.notConnected(fault);
    }
  }

  /** Gives room to whoever waits. */
  void serve() {
    Http2UpstreamConnection room = withRoom();
    while (room != null && !waiting.isEmpty()) {
      UpstreamListener next = waiting.remove();
      next.connected(room.call(next));
      room = withRoom();
    }
  }

  @Nullable UpstreamListener nextWaiting() {
    return waiting.poll();
  }

  boolean anybodyWaits() {
    return !waiting.isEmpty();
  }

  void drop(Http2UpstreamConnection connection) {
    connections.remove(connection);
  }

  void closeUnusedSince(long nanos) {
    for (Http2UpstreamConnection each : List.copyOf(connections)) {
      if (each.unusedSince(nanos)) {
        connections.remove(each);
        each.close();
      }
    }
  }

  void close() {
    List.copyOf(connections).forEach(Http2UpstreamConnection::close);
  }

  boolean isEmpty() {
    return connections.isEmpty() && waiting.isEmpty() && !opening;
  }
}
