// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;

/**
 * One span of every week in local time, from a day and a time to a time some days later. Immutable.
 *
 * @param day it begins on
 * @param start it begins at
 * @param days later it ends, 0 to 7
 * @param end it ends at; midnight is the 24:00 of the day before
 */
record WeekSpan(DayOfWeek day, LocalTime start, int days, LocalTime end)
    implements Comparable<WeekSpan> {
  private static final Comparator<WeekSpan> ORDER =
      Comparator.comparing(WeekSpan::day)
          .thenComparing(WeekSpan::start)
          .thenComparingInt(WeekSpan::days)
          .thenComparing(WeekSpan::end);

  /** When the span of that date begins. */
  Instant from(LocalDate date, LocalClock clock) {
    return clock.at(date.toEpochDay(), start);
  }

  /** When the span of that date ends; not after its begin where a clock change swallows it. */
  Instant until(LocalDate date, LocalClock clock) {
    return clock.at(date.toEpochDay() + days, end);
  }

  /** Whether {@code 20:00-08:00} says it, so that only the first day must be written. */
  boolean withinADay() {
    return days == 0 || (days == 1 && (end.equals(LocalTime.MIDNIGHT) || end.isBefore(start)));
  }

  /** The day to write before the end. */
  DayOfWeek lastDay() {
    return day.plus(end.equals(LocalTime.MIDNIGHT) ? days - 1L : days);
  }

  @Override
  public int compareTo(WeekSpan other) {
    return ORDER.compare(this, other);
  }
}
