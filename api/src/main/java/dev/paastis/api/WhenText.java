// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as people say them, seen from another: {@code 21:00}, {@code tomorrow 07:00}. A value. */
public final class WhenText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final int DAYS_BY_NAME = 100;

  private final ZoneId zone;
  private final LocalDate today;

  /** Times seen from that one, in that zone. */
  public WhenText(Instant now, ZoneId zone) {
    this.zone = zone;
    this.today = now.atZone(zone).toLocalDate();
  }

  /** The time in words: {@code 21:00}, {@code Mon 23 Nov 08:00}. */
  public String of(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    String day = day(local);
    return day.isEmpty() ? hour(local) : day + " " + hour(local);
  }

  /** When something happens: {@code at 21:00}, {@code on Mon 23 Nov at 08:00}. */
  public String at(Instant time) {
    ZonedDateTime local = time.atZone(zone);
    String day = day(local);
    String on = day.isEmpty() || Character.isLowerCase(day.charAt(0)) ? "" : "on ";
    return "%s%s at %s".formatted(on, day, hour(local)).strip();
  }

  /** One that comes twice, as clocks go back, is told with its offset. */
  private String hour(ZonedDateTime local) {
    boolean twice = zone.getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
    return TIME.format(local) + (twice ? " (" + local.getOffset() + ")" : "");
  }

  private String day(ZonedDateTime local) {
    long days = ChronoUnit.DAYS.between(today, local.toLocalDate());
    if (Math.abs(days) > 1) {
      return (Math.abs(days) < DAYS_BY_NAME ? DAY : DATE).format(local);
    }
    return days == 0 ? "" : days > 0 ? "tomorrow" : "yesterday";
  }
}
