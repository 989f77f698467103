// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a message is tried again: exponential backoff with full jitter, so that receivers that come
 * back are not met by everybody at once.
 *
 * @param attempts tries in all
 * @param first longest wait after the first try; it doubles with each
 * @param most longest wait of all, also where the receiver asks for a longer one
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
public record RetryPlan(int attempts, Duration first, Duration most) {
  /** About nine hours in the mean, at most seventeen. */
  public static final RetryPlan USUAL =
      new RetryPlan(15, Duration.ofSeconds(5), Duration.ofHours(6));

  private static final int DOUBLINGS = 40;

  /**
   * How long to wait after that try; empty when it was the last.
   *
   * @param asked what the receiver asks for, at least
   */
  public Optional<Duration> after(int attempt, @Nullable Duration asked, RandomGenerator random) {
    if (attempt >= attempts) {
      return Optional.empty();
    }
    long most = longest(attempt).toMillis();
    Duration wait = Duration.ofMillis(random.nextLong(most + 1));
    if (asked != null && asked.compareTo(wait) > 0) {
      wait = asked;
    }
    return Optional.of(shorter(wait, this.most));
  }

  /** The longest wait after that try. */
  Duration longest(int attempt) {
    int doublings = Math.min(DOUBLINGS, attempt - 1);
    double millis = Math.min((double) most.toMillis(), first.toMillis() * Math.pow(2, doublings));
    return Duration.ofMillis((long) millis);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
