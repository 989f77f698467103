// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import dev.paastis.app.Upstream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the gateway gives by itself.
 *
 * @param status HTTP status
 * @param contentType media type of the body
 * @param body text, sent as UTF-8
 * @param state what the gateway knows of the app, for the header {@code X-Paastis-State}
 * @param retryAfter told to the client if present, in whole seconds
 * @param securityPolicy {@code Content-Security-Policy} of a page
 * @param location where to go instead, of a redirection
 * @param upstream where the app answers, told to a proxy that asked for it
 * @param challenge what the client must know, of a refusal
 */
public record Reply(
    int status,
    String contentType,
    String body,
    String state,
    @Nullable Duration retryAfter,
    @Nullable String securityPolicy,
    @Nullable String location,
    @Nullable Upstream upstream,
    @Nullable String challenge) {
  /** A reply that asks for nothing and tells nobody where the app answers. */
  public Reply(
      int status,
      String contentType,
      String body,
      String state,
      @Nullable Duration retryAfter,
      @Nullable String securityPolicy,
      @Nullable String location) {
    this(status, contentType, body, state, retryAfter, securityPolicy, location, null, null);
  }

  /** A reply without the headers that only some have. */
  public Reply(int status, String contentType, String body, String state) {
    this(status, contentType, body, state, null, null, null);
  }

  /** Sends the client to that path of the same host, to be fetched by GET. */
  public static Reply seeOther(String path, String state) {
    return new Reply(303, "text/plain; charset=utf-8", "", state, null, null, path);
  }

  /** Sends the client to that address for good, by the method that it used. */
  public static Reply moved(String address, String state) {
    return new Reply(308, "text/plain; charset=utf-8", "", state, null, null, address);
  }

  /** The same, telling when to try again. */
  public Reply withRetryAfter(@Nullable Duration value) {
    return new Reply(
        status, contentType, body, state, value, securityPolicy, location, upstream, challenge);
  }

  /** The same with another status. */
  public Reply withStatus(int value) {
    return new Reply(
        value, contentType, body, state, retryAfter, securityPolicy, location, upstream, challenge);
  }

  /** The same, asking for credentials. */
  public Reply withChallenge(String value) {
    return new Reply(
        status, contentType, body, state, retryAfter, securityPolicy, location, upstream, value);
  }

  /** Tells a proxy to send its request there. */
  public static Reply goAhead(Upstream to, String state) {
    return new Reply(200, "text/plain; charset=utf-8", "", state, null, null, null, to, null);
  }

  /** Sends the client elsewhere, to ask the same there. */
  public static Reply redirect(int status, String location) {
    return new Reply(status, "text/plain; charset=utf-8", "", "redirected", null, null, location);
  }
}
