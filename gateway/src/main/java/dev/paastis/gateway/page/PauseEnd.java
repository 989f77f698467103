// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.page;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Tells when a pause ends: at what time of the window's zone, and how long that is from now. */
final class PauseEnd {
  private static final Duration SOON = Duration.ofMinutes(90);
  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private PauseEnd() {}

  /** What a page shows of it: {@code until}, {@code instant}, {@code zone}, {@code left}. */
  static Map<String, String> texts(Language language, Problem what) {
    ZonedDateTime until = what.until();
    Duration left = what.retryAfter();
    if (until == null || left == null) {
      String open = language.text("paused.open");
      return Map.of("label", open, "instant", "", "until", "", "zone", "", "left", "");
    }
    return Map.of(
        "label", language.text("paused.until"),
        "instant", until.toInstant().toString(),
        "until", time(language, until),
        "zone", until.getZone().getId(),
        "left", language.text("paused.left", left(language, left)));
  }

  private static String time(Language language, ZonedDateTime until) {
    Locale locale = Locale.forLanguageTag(language.tag());
    return DateTimeFormatter.ofPattern(language.text("paused.time"), locale).format(until);
  }

  /** In the unit in which people would say it, rounded so that nobody comes too early. */
  private static String left(Language language, Duration left) {
    if (left.compareTo(SOON) < 0) {
      return language.text("paused.minutes", up(left, Duration.ofMinutes(1)));
    }
    return left.compareTo(TWO_DAYS) < 0
        ? language.text("paused.hours", up(left, Duration.ofHours(1)))
        : language.text("paused.days", up(left, Duration.ofDays(1)));
  }

  private static long up(Duration left, Duration unit) {
    return Math.max(1, left.plus(unit).minusNanos(1).dividedBy(unit));
  }
}
