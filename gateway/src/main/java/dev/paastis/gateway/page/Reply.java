// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

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
 */
public record Reply(
    int status,
    String contentType,
    String body,
    String state,
    @Nullable Duration retryAfter,
    @Nullable String securityPolicy) {
  /** A reply without the headers that only some have. */
  public Reply(int status, String contentType, String body, String state) {
    this(status, contentType, body, state, null, null);
  }

  /** The same, telling when to try again. */
  public Reply withRetryAfter(@Nullable Duration value) {
    return new Reply(status, contentType, body, state, value, securityPolicy);
  }
}
