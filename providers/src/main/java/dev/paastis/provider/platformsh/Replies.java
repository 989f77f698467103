// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestReply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the vendor's replies mean. The project API, the gateway before it and the authentication
 * server have an error body each.
 *
 * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description</a>
 */
final class Replies {
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;

  /** Nobody means to be left alone for longer; it also keeps any number within bounds. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final InstantSource clock;

  Replies(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The one place where a status becomes an outcome.
   *
   * @param read the value of a 2xx answer, empty when it makes no sense
   */
  <T> CallOutcome<T> outcome(RestReply reply, Function<RestReply.Answered, Optional<T>> read) {
    if (reply instanceof RestReply.Answered answered) {
      if (answered.status() == TIMED_OUT) {
        return CallOutcome.unknown(message(answered));
      }
      if (answered.status() == TOO_MANY) {
        return CallOutcome.refused(Refusal.Kind.RATE_LIMITED, tooMany(answered));
      }
    }
    return Outcomes.of(reply, read, Replies::message);
  }

  /** How long the vendor wants to be left alone, where it says so. */
  Optional<Duration> retryAfter(RestReply.Answered answered) {
    Instant now = answered.date().orElseGet(clock::instant); // the vendor's clock, not ours
    return answered.header("Retry-After").flatMap(header -> wait(header, now));
  }

  private String tooMany(RestReply.Answered answered) {
    return message(answered)
        + retryAfter(answered)
            .map(wait -> "; retry after " + wait.toSeconds() + " s")
            .orElse("; retry later");
  }

  private static Optional<Duration> wait(String header, Instant now) {
    try {
      Duration wait =
          header.chars().allMatch(Character::isDigit)
              ? Duration.ofSeconds(Long.parseLong(header))
              : Duration.between(now, date(header));
      return Optional.of(bounded(wait));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty(); // neither seconds nor a date: as good as not said
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Instant date(String header) {
    return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }

  private static String message(RestReply.Answered answered) {
    String said =
        answered.json().stream()
            .flatMap(Replies::words)
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("no reason given");
    return "Platform.sh answered " + answered.status() + ": " + said;
  }

  private static Stream<String> words(JsonNode body) {
    return Stream.of("message", "error_description", "title", "error")
        .map(field -> Json.text(body, field));
  }
}
