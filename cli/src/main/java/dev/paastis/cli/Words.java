// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times in words. */
final class Words {
  private static final String NOTHING = "-";

  private Words() {}

  /** A moment seen from now: {@code 3 min ago}, {@code in 12 s}, {@code just now}. */
  static String relative(@Nullable Instant moment, Instant now) {
    if (moment == null) {
      return NOTHING;
    }
    Duration distance = Duration.between(now, moment);
    if (distance.abs().compareTo(Duration.ofSeconds(1)) < 0) {
      return "just now";
    }
    return distance.isNegative() ? length(distance.negated()) + " ago" : "in " + length(distance);
  }

  /** A length by its largest unit, and the next while that matters: {@code 2 h 5 min}. */
  static String length(Duration length) {
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      return length.toMillis() + " ms";
    }
    if (length.compareTo(Duration.ofMinutes(1)) < 0) {
      return length.toSeconds() + " s";
    }
    if (length.compareTo(Duration.ofHours(1)) < 0) {
      return two(length.toMinutes(), "min", length.toSecondsPart(), "s");
    }
    if (length.compareTo(Duration.ofDays(1)) < 0) {
      return two(length.toHours(), "h", length.toMinutesPart(), "min");
    }
    return two(length.toDays(), "d", length.toHoursPart(), "h");
  }

  static String orDash(@Nullable String text) {
    return text == null || text.isBlank() ? NOTHING : text;
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    String first = large + " " + largeUnit;
    return small == 0 || large >= 10 ? first : first + " " + small + " " + smallUnit;
  }
}
