// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * How many wakes by requests an app and a space may have in an hour and in a day: a flood of
 * strangers must not become a bill. Wakes by people are never counted against it. A value.
 *
 * @param perSpace wakes of all apps of a space in an hour; positive
 * @param perSpaceAndDay wakes of all apps of a space in a day; positive
 */
public record WakeBudget(int perSpace, int perSpaceAndDay) {
  /** The shorter time over which wakes are counted. */
  public static final Duration HOUR = Duration.ofHours(1);

  /** The longer time over which wakes are counted. */
  public static final Duration DAY = Duration.ofDays(1);

  /** Wakes of a space in an hour where nothing else is said. */
  public static final int DEFAULT_PER_SPACE = 5_000;

  /** Wakes of a space in a day where nothing else is said. */
  public static final int DEFAULT_PER_SPACE_AND_DAY = 50_000;

  /** Validates the bounds. */
  public WakeBudget {
    if (perSpace <= 0 || perSpaceAndDay <= 0) {
      throw new IllegalArgumentException(
          "wakes per space must be positive, got: %d an hour, %d a day"
              .formatted(perSpace, perSpaceAndDay));
    }
  }

  /**
   * Wakes by requests that there were.
   *
   * @param ofApp of the app in the last {@link #HOUR}
   * @param ofAppInDay of the app in the last {@link #DAY}
   * @param ofSpace of the space in the last {@link #HOUR}
   * @param ofSpaceInDay of the space in the last {@link #DAY}
   */
  public record Counts(int ofApp, int ofAppInDay, int ofSpace, int ofSpaceInDay) {}

  /**
   * Whether one more wake is too many.
   *
   * @param perApp the app's bound in an hour
   * @param perAppAndDay the app's bound in a day
   * @return why and when to try again, or empty when the wake may go ahead
   */
  public Optional<Exhausted> exhausted(Counts counts, int perApp, int perAppAndDay) {
    if (counts.ofApp() >= perApp) {
      return Optional.of(exhausted("the app was woken", counts.ofApp(), perApp, HOUR));
    }
    if (counts.ofAppInDay() >= perAppAndDay) {
      return Optional.of(exhausted("the app was woken", counts.ofAppInDay(), perAppAndDay, DAY));
    }
    String space = "the apps of this space were woken";
    if (counts.ofSpace() >= perSpace) {
      return Optional.of(exhausted(space, counts.ofSpace(), perSpace, HOUR));
    }
    return counts.ofSpaceInDay() >= perSpaceAndDay
        ? Optional.of(exhausted(space, counts.ofSpaceInDay(), perSpaceAndDay, DAY))
        : Optional.empty();
  }

  private static Exhausted exhausted(String what, int times, int bound, Duration window) {
    String why =
        "%s %d times by requests in the last %s; its budget is %d"
            .formatted(what, times, window.equals(HOUR) ? "hour" : "day", bound);
    Duration spacing = window.dividedBy(bound);
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
