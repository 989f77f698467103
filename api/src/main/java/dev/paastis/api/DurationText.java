// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 250ms}, {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d},
 * also joined as in {@code 1h30m}.
 */
public final class DurationText {
  private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|[smhd]))+");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|[smhd])");

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException when the text is something else; the message says what is
   *     expected
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    if (!WHOLE.matcher(trimmed).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration; write for example 90s, 15m or 2h");
    }
    Duration sum = Duration.ZERO;
    Matcher parts = PART.matcher(trimmed);
    while (parts.find()) {
      sum = sum.plus(of(Long.parseLong(parts.group(1)), parts.group(2)));
    }
    return sum;
  }

  /** Writes a duration, exact to the millisecond. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  private static Duration of(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> throw new IllegalStateException("unit not handled: " + unit);
    };
  }
}
