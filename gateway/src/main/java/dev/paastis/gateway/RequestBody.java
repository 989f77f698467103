// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.UpstreamConnection;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way: passed on at once where there is a connection, kept up to a
 * small window where there is none yet. A request without a body keeps nothing.
 */
final class RequestBody {
  private static final int WINDOW_BYTES = 16 * 1024;

  private @Nullable Queue<HttpContent> kept;
  private int keptBytes;
  private boolean complete;
  private boolean empty = true;

  /** Takes the next part. */
  void add(HttpContent content) {
    if (content instanceof LastHttpContent last) {
      complete = true;
      if (empty && !last.content().isReadable() && last.trailingHeaders().isEmpty()) {
        last.release();
        return;
      }
    }
    empty = false;
    if (kept == null) {
      kept = new ArrayDeque<>(4);
    }
    kept.add(content);
    keptBytes += content.content().readableBytes();
  }

  /** Whether all of it has arrived. */
  boolean complete() {
    return complete;
  }

  /** Whether it was complete without a byte, so that the request can be sent again. */
  boolean wasEmpty() {
    return complete && empty;
  }

  /** Whether more may be kept. */
  boolean hasRoom() {
    return keptBytes < WINDOW_BYTES;
  }

  /** Passes on what is kept. */
  void sendTo(UpstreamConnection connection) {
    if (empty && complete) {
      connection.send(LastHttpContent.EMPTY_LAST_CONTENT);
      return;
    }
    for (HttpContent next = poll(); next != null; next = poll()) {
      connection.send(next);
    }
    keptBytes = 0;
  }

  /** Lets go of what is kept. */
  void release() {
    for (HttpContent next = poll(); next != null; next = poll()) {
      next.release();
    }
  }

  private @Nullable HttpContent poll() {
    return kept == null ? null : kept.poll();
  }
}
