// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

/** What a client speaks. */
public enum Protocol {
  /** HTTP/1.0 or HTTP/1.1. */
  HTTP_1("h1", "HTTP/1.1"),
  /** HTTP/2. */
  HTTP_2("h2", "HTTP/2.0"),
  /** WebSocket, over either. */
  WEBSOCKET("websocket", "HTTP/1.1"),
  /** gRPC, which is spoken over HTTP/2. */
  GRPC("grpc", "HTTP/2.0");

  private final String wire;
  private final String version;

  Protocol(String wire, String version) {
    this.wire = wire;
    this.version = version;
  }

  /** The name that is shown. */
  public String wire() {
    return wire;
  }

  /** As access logs have always named it. */
  String version() {
    return version;
  }
}
