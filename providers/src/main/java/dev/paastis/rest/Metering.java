// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiBudget.Reading;
import dev.paastis.provider.ApiLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the requests to one vendor's API are counted.
 *
 * @param budget of the account
 * @param limits which of the vendor's limits a request falls under
 * @param reading what an answer says of the calls left
 */
public record Metering(
    ApiBudget budget,
    Function<RestRequest, List<ApiLimit>> limits,
    Function<RestReply.Answered, Reading> reading) {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** Requests that are not counted. */
  public static Metering none() {
    return new Metering(ApiBudget.UNLIMITED, _ -> List.of(), _ -> Reading.NOTHING);
  }

  /** One limit for all requests; answers say what {@link #read} understands. */
  public static Metering of(ApiBudget budget, ApiLimit limit, @Nullable String remainingHeader) {
    return new Metering(budget, _ -> List.of(limit), answer -> read(answer, remainingHeader));
  }

  /**
   * Reads an answer by its status, {@code Retry-After} (RFC 9110 section 10.2.3) and the vendor's
   * header of calls left.
   */
  public static Reading read(RestReply.Answered answer, @Nullable String remainingHeader) {
    Integer remaining =
        remainingHeader == null
            ? null
            : answer.header(remainingHeader).flatMap(Metering::number).orElse(null);
    return answer.status() == TOO_MANY_REQUESTS
        ? new Reading(0, true, retryAfter(answer).orElse(null))
        : new Reading(remaining, false, null);
  }

  /** When to try again; a date is read against the answer's own {@code Date}, not our clock. */
  static Optional<Duration> retryAfter(RestReply.Answered answer) {
    return answer
        .header("Retry-After")
        .flatMap(text -> number(text).map(Duration::ofSeconds).or(() -> untilDate(answer, text)))
        .filter(pause -> !pause.isNegative())
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private static Optional<Duration> untilDate(RestReply.Answered answer, String text) {
    return HttpDates.read(text)
        .flatMap(then -> answer.date().map(now -> Duration.between(now, then)));
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.valueOf(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
