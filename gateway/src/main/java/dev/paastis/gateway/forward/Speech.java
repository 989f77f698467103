// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;

/** Which versions of HTTP a request can be sent in. */
public enum Speech {
  /** Only HTTP/1.1, as an upgrade to WebSocket is of that version. */
  HTTP_1,
  /** Only HTTP/2, as gRPC; an app without TLS is taken to know it. */
  HTTP_2,
  /** HTTP/2 where the app offers it by TLS, otherwise HTTP/1.1. */
  ANY;

  /** Whether the app is asked, by TLS, which version it speaks. */
  boolean asks(Upstream upstream) {
    return this != HTTP_1 && upstream.scheme().equals("https");
  }

  /** Whether it is HTTP/2 without asking. */
  boolean assumesHttp2(Upstream upstream) {
    return this == HTTP_2 && upstream.scheme().equals("http");
  }
}
