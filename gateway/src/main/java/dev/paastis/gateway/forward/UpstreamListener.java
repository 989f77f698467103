// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/** Who asked an app something: told of its answer, always on the one event loop of both. */
public interface UpstreamListener {
  /** There is a connection; nothing has been sent on it. */
  void connected(UpstreamCall call);

  /** There is none. */
  void notConnected(UpstreamFault fault);

  /** An answer of 1xx, other than 101, before the real one. */
  void responseInformational(HttpResponse response);

  /** The head of the answer. */
  void responseHead(HttpResponse response);

  /** A part of the body, which the listener must release or pass on. */
  void responseBody(HttpContent content);

  /** The end of the answer, to be released or passed on. The connection may be given back now. */
  void responseEnd(LastHttpContent last);

  /** All that had arrived was told: time to flush. */
  void readComplete();

  /** The connection takes more, or does not. */
  void writabilityChanged();

  /** The connection is gone, or what came over it makes no sense. */
  void lost(Throwable cause);
}
