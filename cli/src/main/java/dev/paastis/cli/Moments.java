// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Reads times of options, as people write them. */
final class Moments {
  private Moments() {}

  /**
   * Reads a time: an hour of the day, which is the next such hour, a local date and time, or one
   * with its offset.
   *
   * @throws Failure when it is none; the message names the option
   */
  static Instant next(String option, String text, Instant now, ZoneId zone) {
    String trimmed = text.strip();
    try {
      if (trimmed.matches("\\d{1,2}:\\d{2}")) {
        return nextHour(
            LocalTime.parse(trimmed.length() == 4 ? "0" + trimmed : trimmed), now, zone);
      }
      String joined = trimmed.replace(' ', 'T');
      return joined.matches(".*T.*(Z|[+-]\\d{2}:?\\d{2})")
          ? OffsetDateTime.parse(joined).toInstant()
          : LocalDateTime.parse(joined).atZone(zone).toInstant();
    } catch (DateTimeException wrong) {
      throw new Failure(
          ExitStatus.USAGE,
          "%s: '%s' is no time; write 22:00, 2026-12-01T22:00 or 2026-12-01T21:00:00Z"
              .formatted(option, text),
          "",
          wrong);
    }
  }

  /** Today's, or tomorrow's when that is over. */
  private static Instant nextHour(LocalTime hour, Instant now, ZoneId zone) {
    var today = now.atZone(zone).toLocalDate();
    Instant first = today.atTime(hour).atZone(zone).toInstant();
    return first.isAfter(now) ? first : today.plusDays(1).atTime(hour).atZone(zone).toInstant();
  }
}
