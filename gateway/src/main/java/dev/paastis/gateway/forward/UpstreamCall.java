// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;

/**
 * The way of one request to an app: a connection of HTTP/1.1 for that time, or a stream of HTTP/2.
 * Lives on one event loop, the same as its listener.
 */
public interface UpstreamCall {
  /** Whether an earlier exchange used the connection, so that the app may have closed it. */
  boolean reused();

  /** Sends the head of a request; not flushed. */
  void send(HttpRequest request);

  /** Sends a part of the body; not flushed. */
  void send(HttpContent content);

  /** Sends what was written. */
  void flush();

  /** Whether it takes more. */
  boolean isWritable();

  /** Reads on, or leaves the app waiting. */
  void read(boolean more);

  /** Whether the app lets the connection be used again, after an answer. */
  boolean isReusable();

  /** Gives the connection back for the next exchange; the listener hears nothing more. */
  void giveBack();

  /** Ends it, whatever is under way; its listener hears nothing more. */
  void close();
}
