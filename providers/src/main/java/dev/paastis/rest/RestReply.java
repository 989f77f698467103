// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What became of a request. */
public sealed interface RestReply {
  /**
   * The vendor answered.
   *
   * @param status HTTP status
   * @param headers header fields
   * @param body the body's text
   */
  record Answered(int status, HttpHeaders headers, String body) implements RestReply {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Whether the status is 2xx. */
    public boolean ok() {
      return status >= 200 && status < 300;
    }

    /** The body as JSON; empty when it is none. */
    public Optional<JsonNode> json() {
      try {
        return body.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(body));
      } catch (JacksonException e) {
        return Optional.empty();
      }
    }

    /**
     * When it was sent, by the vendor's clock; empty where it does not say so.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1">RFC 9110, Date</a>
     */
    public Optional<Instant> date() {
      return header("Date").flatMap(HttpDates::read);
    }

    /** The first header field of that name. */
    public Optional<String> header(String name) {
      return headers.firstValue(name);
    }
  }

  /**
   * No answer: the request may have been carried out or not.
   *
   * @param cause for people, without secrets
   */
  record Lost(String cause) implements RestReply {}

  /** Not sent: the vendor's address is one where this account may not have anything asked. */
  record OutOfBounds() implements RestReply {
    /** The same in words; visitors may read them, so the address is not among them. */
    public String inWords() {
      return "the address of the account's platform is not on the Internet, and people added the"
          + " account; the operator declares it in paastis.yml, or allows the address by"
          + " gateway.private-upstreams";
    }
  }

  /**
   * Not sent: the account's budget of calls is used up until after the deadline.
   *
   * @param request what was not sent
   * @param freeIn when a call becomes free, about
   */
  record NotSent(String request, Duration freeIn) implements RestReply {
    /** The same in words. */
    public String inWords() {
      return "the account's API budget is used up; the next call is free in about %d s"
          .formatted(Math.max(1, freeIn.toSeconds()));
    }
  }
}
