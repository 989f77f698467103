// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.rest.RestReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What an error of Render says, for people.
 *
 * @see <a href="https://api-docs.render.com/reference/rate-limiting">Rate limiting</a>
 */
final class ErrorText {
  /** The documentation calls the reset an epoch, its example is a few seconds: told by size. */
  private static final long LEAST_EPOCH_SECOND = 1_000_000_000L;

  private final InstantSource clock;

  ErrorText(InstantSource clock) {
    this.clock = clock;
  }

  String of(RestReply.Answered answer) {
    String said = answer.json().map(body -> Json.text(body, "message")).orElse("");
    String message = "Render: " + (said.isEmpty() ? "status " + answer.status() : said);
    return switch (answer.status()) {
      case 401 -> message + "; the API key is wrong or revoked, make a new one in the dashboard";
      case 429 -> message + "; too many calls, try again " + when(answer);
      default -> message;
    };
  }

  private String when(RestReply.Answered answer) {
    Instant now = answer.date().orElseGet(clock::instant); // Render's clock, not ours
    return answer
        .header("Retry-After")
        .or(() -> answer.header("Ratelimit-Reset"))
        .flatMap(header -> wait(header, now))
        .map(wait -> "in " + wait.toSeconds() + " s")
        .orElse("later");
  }

  private static Optional<Duration> wait(String header, Instant now) {
    try {
      long value = Long.parseLong(header.strip());
      Duration wait =
          value < LEAST_EPOCH_SECOND
              ? Duration.ofSeconds(value)
              : Duration.between(now, Instant.ofEpochSecond(value));
      return wait.isNegative() ? Optional.empty() : Optional.of(wait);
    } catch (NumberFormatException e) {
      return Optional.empty(); // a date: nobody was seen to send one
    }
  }
}
