// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.UpstreamCall;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way: passed on at once where there is a connection, kept as far as
 * {@link ReadAhead} allows where there is none yet. A request without a body keeps nothing.
 */
final class RequestBody {
  /** What an object costs: a body in chunks of one byte must not look small. */
  private static final int BYTES_PER_PIECE = 256;

  private final ReadAhead readAhead;
  private @Nullable Queue<HttpContent> kept;
  private int keptBytes;
  private boolean complete;
  private boolean empty = true;

  RequestBody(ReadAhead readAhead) {
    this.readAhead = readAhead;
  }

  /** Takes the next part and keeps it. */
  void add(HttpContent content) {
    if (isNothing(content)) {
      content.release();
      return;
    }
    if (kept == null) {
      kept = new ArrayDeque<>(4);
    }
    kept.add(content);
    int bytes = content.content().readableBytes() + BYTES_PER_PIECE;
    keptBytes += bytes;
    readAhead.take(bytes);
  }

  /** Passes the next part on, not flushed; nothing may be kept. */
  void pass(HttpContent content, UpstreamCall connection) {
    if (isNothing(content)) {
      content.release();
      connection.send(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      connection.send(content);
    }
  }

  /** Whether it is all there is of a body that is empty. */
  private boolean isNothing(HttpContent content) {
    if (content instanceof LastHttpContent last) {
      complete = true;
      empty &= !last.content().isReadable() && last.trailingHeaders().isEmpty();
    } else {
      empty = false;
    }
    return empty;
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
    return readAhead.hasRoom(keptBytes);
  }

  /** Passes on what is kept, not flushed. */
  void sendTo(UpstreamCall connection) {
    if (wasEmpty()) {
      connection.send(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    for (HttpContent next = poll(); next != null; next = poll()) {
      connection.send(next);
    }
    forget();
  }

  /** Lets go of what is kept. */
  void release() {
    for (HttpContent next = poll(); next != null; next = poll()) {
      next.release();
    }
    forget();
  }

  private @Nullable HttpContent poll() {
    return kept == null ? null : kept.poll();
  }

  private void forget() {
    readAhead.giveBack(keptBytes);
    keptBytes = 0;
  }
}
