// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a client of HTTP/1.1 sent before the answers to its earlier requests. Takes no memory where
 * nobody does. Belongs to one connection.
 */
final class Backlog {
  private static final int MOST = 2048;

  private @Nullable Queue<HttpObject> queue;

  boolean isEmpty() {
    return queue == null || queue.isEmpty();
  }

  /** Adds to its end; false when that is more than anybody may send ahead. */
  boolean add(HttpObject object) {
    Queue<HttpObject> into = queue;
    if (into == null) {
      into = new ArrayDeque<>();
      queue = into;
    }
    into.add(object);
    return into.size() <= MOST;
  }

  /** Its first, which may not be missing. */
  HttpObject take() {
    if (queue == null) {
      throw new IllegalStateException("nothing was sent ahead");
    }
    return queue.remove();
  }

  void drop() {
    if (queue != null) {
      queue.forEach(ReferenceCountUtil::release);
      queue.clear();
    }
  }
}
