// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.observe.Trail;
import dev.paastis.gateway.page.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The way of an answer to the client, in the framing of the client's version of HTTP. Nothing is
 * sent before {@link #flush()}. Lives on one event loop.
 */
interface Answer {
  /** Passes on an answer of 1xx, which is complete in itself. */
  void informational(HttpResponse response);

  /** Begins an app's answer. */
  void head(HttpResponse response);

  /** Goes on with the answer. */
  void content(HttpContent content);

  /** Ends the answer. */
  void end(LastHttpContent last);

  /**
   * Gives a whole answer of our own.
   *
   * @param trail puts in what every answer has
   */
  void reply(Reply reply, Trail trail);

  /** Sends what was written. */
  void flush();

  /** Whether the client takes more. */
  boolean isWritable();

  ByteBufAllocator buffers();
}
