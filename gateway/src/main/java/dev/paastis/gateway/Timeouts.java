// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import java.time.Duration;

/**
 * How long the gateway waits for whom.
 *
 * @param connect for a connection to an app, and once more for its TLS handshake
 * @param answer for the head of an app's answer, counted from the last byte of the request
 * @param head for a client's request head, counted from its first byte
 * @param keepAlive for a client's next request
 * @param upload for a client in the middle of an exchange: to send the next piece of its request's
 *     body, or to take a piece of the answer
 * @param upstreamIdle how long a connection to an app is kept unused
 * @param silence how long a stream or tunnel without bytes counts as activity
 * @param drain for requests under way when the gateway closes
 */
public record Timeouts(
    Duration connect,
    Duration answer,
    Duration head,
    Duration keepAlive,
    Duration upload,
    Duration upstreamIdle,
    Duration silence,
    Duration drain) {
  /** Validates that no wait is over before it begins. */
  public Timeouts {
    for (Duration wait :
        new Duration[] {connect, answer, head, keepAlive, upload, upstreamIdle, silence, drain}) {
      if (!wait.isPositive()) {
        throw new IllegalArgumentException("a timeout must be positive, got: " + wait);
      }
    }
  }

  /** What suits the internet. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(120),
          Duration.ofSeconds(15),
          Duration.ofSeconds(75),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10));

  /** The same with another wait for a connection. */
  public Timeouts withConnect(Duration value) {
    return new Timeouts(value, answer, head, keepAlive, upload, upstreamIdle, silence, drain);
  }

  /** The same with another wait for an app's answer. */
  public Timeouts withAnswer(Duration value) {
    return new Timeouts(connect, value, head, keepAlive, upload, upstreamIdle, silence, drain);
  }

  /** The same with another wait for a request head. */
  public Timeouts withHead(Duration value) {
    return new Timeouts(connect, answer, value, keepAlive, upload, upstreamIdle, silence, drain);
  }

  /** The same with another wait for a client's next request. */
  public Timeouts withKeepAlive(Duration value) {
    return new Timeouts(connect, answer, head, value, upload, upstreamIdle, silence, drain);
  }

  /** The same with another wait for a client in the middle of an exchange. */
  public Timeouts withUpload(Duration value) {
    return new Timeouts(connect, answer, head, keepAlive, value, upstreamIdle, silence, drain);
  }

  /** The same with another time to keep unused connections to an app. */
  public Timeouts withUpstreamIdle(Duration value) {
    return new Timeouts(connect, answer, head, keepAlive, upload, value, silence, drain);
  }

  /** The same with another time that silence counts. */
  public Timeouts withSilence(Duration value) {
    return new Timeouts(connect, answer, head, keepAlive, upload, upstreamIdle, value, drain);
  }

  /** The same with another wait for requests under way at the end. */
  public Timeouts withDrain(Duration value) {
    return new Timeouts(connect, answer, head, keepAlive, upload, upstreamIdle, silence, value);
  }
}
