// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import java.util.Locale;

/** What the gateway may have to say instead of an app, by a code that never changes. */
public enum ProblemCode {
  /** The request can be read in more than one way, or in none. */
  BAD_REQUEST(400),
  /** The route asks for a user and a password. */
  CREDENTIALS_NEEDED(401),
  /** The route does not admit that address. */
  ADDRESS_REFUSED(403),
  /** A wish to wake an app that no page of the app's own host sent. */
  FOREIGN_CLICK(403),
  /** A question of a peer that is not listed as trusted. */
  PEER_NOT_TRUSTED(403),
  /** No app answers at that host. */
  UNKNOWN_HOST(404),
  /** Nothing of ours is at that path. */
  NOT_FOUND(404),
  /** The app is gone. */
  APP_NOT_FOUND(404),
  /** A method that a gateway does not carry out. */
  METHOD_NOT_ALLOWED(405),
  /** The request did not arrive in time. */
  REQUEST_TIMEOUT(408),
  /** The body exceeds what the route takes. */
  BODY_TOO_LARGE(413),
  /** The address is too long. */
  URI_TOO_LONG(414),
  /** The client asks more often than the route allows. */
  TOO_MANY_REQUESTS(429),
  /** The headers are too long. */
  HEADERS_TOO_LARGE(431),
  /** The app does not accept connections. */
  APP_UNREACHABLE(502),
  /** The app's address is not one at which apps of its account may be. */
  APP_ADDRESS_REFUSED(502),
  /** The certificate of the app is expired, another's, or of nobody who is trusted. */
  APP_NOT_TRUSTED(502),
  /** The app closed the connection, or its answer is not HTTP. */
  APP_BROKE_OFF(502),
  /** Too many requests wait for the app to wake. */
  HOLD_FULL(503),
  /** Too many requests wait for a connection to the app. */
  APP_BUSY(503),
  /** The app has failed to take connections many times in a row, and is left alone for a while. */
  APP_FAILING(503),
  /** A budget is used up, or the engine cannot act now. */
  WAKE_NOT_NOW(503),
  /** The engine, which alone wakes apps, cannot be reached from this gateway. */
  ENGINE_AWAY(503),
  /** A window pauses the app until its end. */
  APP_PAUSED(503),
  /** A window pauses the app, and a person wakes it by a click. */
  CLICK_NEEDED(503),
  /** The gateway stops. */
  GATEWAY_STOPPING(503),
  /** The provider refused. */
  WAKE_REFUSED(504),
  /** The app stopped before it was ready. */
  WAKE_CRASHED(504),
  /** The app was not ready in time. */
  WAKE_TIMED_OUT(504),
  /** What became of the start is not known. */
  WAKE_UNKNOWN(504),
  /** The request was held as long as allowed. */
  HOLD_TIMED_OUT(504),
  /** The app accepted the request and did not answer in time. */
  APP_TOO_SLOW(504),
  /** Neither HTTP/1.0 nor HTTP/1.1. */
  VERSION_NOT_SUPPORTED(505),
  /** The request came through too many gateways. */
  LOOP_DETECTED(508);

  private final int status;
  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  ProblemCode(int status) {
    this.status = status;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** The code on the wire, for example {@code unknown-host}. */
  public String wire() {
    return wire;
  }
}
