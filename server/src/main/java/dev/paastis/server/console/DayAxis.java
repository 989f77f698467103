// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/**
 * A day on a line of 24 hours, as the clock on the wall shows them: 08:00 is at the same place on
 * every day. An hour that a clock change skips has no time in it; one that comes twice holds both,
 * each in half of its length. A value.
 *
 * @param date the day
 * @param zone where the clock hangs
 */
record DayAxis(LocalDate date, ZoneId zone) {
  private static final double DAY = Duration.ofDays(1).toMillis();

  /** The first instant of the day. */
  Instant begin() {
    return date.atStartOfDay(zone).toInstant();
  }

  /** The first instant of the next day. */
  Instant end() {
    return date.plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** Where the time is on the line, from 0 to 1. */
  double at(Instant time) {
    if (!time.isBefore(end())) {
      return 1;
    }
    if (time.isBefore(begin())) {
      return 0;
    }
    ZoneOffsetTransition change = change();
    return change != null && change.isOverlap() && comesTwice(change, time)
        ? at(change.getDateTimeAfter().plus(sinceFirst(change, time).dividedBy(2)))
        : at(LocalDateTime.ofInstant(time, zone));
  }

  /** Where that time of the clock is on the line, from 0 to 1. */
  double at(LocalDateTime local) {
    return Math.clamp(Duration.between(date.atStartOfDay(), local).toMillis() / DAY, 0, 1);
  }

  /** The clock change of the day, {@code null} on nearly all days. */
  @Nullable ZoneOffsetTransition change() {
    ZoneOffsetTransition next = zone.getRules().nextTransition(begin().minusMillis(1));
    return next != null && next.getInstant().isBefore(end()) ? next : null;
  }

  private static boolean comesTwice(ZoneOffsetTransition change, Instant time) {
    Duration since = sinceFirst(change, time);
    Duration both = change.getDuration().abs().multipliedBy(2);
    return !since.isNegative() && since.compareTo(both) < 0;
  }

  /** Since the time that comes twice began for the first time. */
  private static Duration sinceFirst(ZoneOffsetTransition change, Instant time) {
    return Duration.between(change.getInstant().minus(change.getDuration().abs()), time);
  }
}
