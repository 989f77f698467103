// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How many wakes by requests an app and a space may have in an hour: a flood of strangers must not
 * become a bill. Wakes by people are never counted against it. A value.
 *
 * @param perSpace wakes of all apps of a space in an hour; positive
 */
public record WakeBudget(int perSpace) {
  /** The time over which wakes are counted. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** Wakes of a space in an hour where nothing else is said. */
  public static final int DEFAULT_PER_SPACE = 5_000;

  /** Validates the bound. */
  public WakeBudget {
    if (perSpace <= 0) {
      throw new IllegalArgumentException("wakes per space must be positive, got: " + perSpace);
    }
  }

  /**
   * Whether one more wake is too many.
   *
   * @param ofApp wakes of the app in the last {@link #WINDOW}
   * @param perApp the app's bound
   * @param ofSpace wakes of the space in the last {@link #WINDOW}
   * @return why and when to try again, or empty when the wake may go ahead
   */
  public Optional<Exhausted> exhausted(int ofApp, int perApp, int ofSpace) {
    if (ofApp >= perApp) {
      return Optional.of(exhausted("the app was woken", ofApp, perApp));
    }
    if (ofSpace >= perSpace) {
      return Optional.of(exhausted("the apps of this space were woken", ofSpace, perSpace));
    }
    return Optional.empty();
  }

  private static Exhausted exhausted(String what, int times, int bound) {
    String why =
        "%s %d times by requests in the last hour; its budget is %d".formatted(what, times, bound);
    Duration spacing = WINDOW.dividedBy(bound);
    return new Exhausted(
        why, spacing.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : spacing);
  }

  /**
   * A budget is used up.
   *
   * @param why for people
   * @param retryAfter when a wake becomes free on average
   */
  public record Exhausted(String why, Duration retryAfter) {}
}
