// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Turns local times of a zone into instants as {@link LocalDateTime#atZone} does, and remembers
 * between which local times the offset stays the same, so that only a clock change costs a look
 * into the zone's rules. For one thread.
 */
final class LocalClock {
  private static final int SECONDS_PER_DAY = 86_400;

  private final ZoneId zone;
  private long steadyFrom;
  private long steadyUntil;
  private int offsetSeconds;

  LocalClock(ZoneId zone) {
    this.zone = zone;
  }

  /** A time that the clock skips moves forward, one that comes twice is the earlier. */
  Instant at(long epochDay, LocalTime time) {
    long local = epochDay * SECONDS_PER_DAY + time.toSecondOfDay();
    if (local < steadyFrom || local >= steadyUntil) {
      Instant instant = LocalDate.ofEpochDay(epochDay).atTime(time).atZone(zone).toInstant();
      remember(instant);
      return instant;
    }
    return Instant.ofEpochSecond(local - offsetSeconds);
  }

  private void remember(Instant instant) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    // What a change skips or repeats is steady on neither side of it.
    steadyFrom =
        before == null
            ? Long.MIN_VALUE
            : Math.max(seconds(before.getDateTimeBefore()), seconds(before.getDateTimeAfter()));
    steadyUntil =
        after == null
            ? Long.MAX_VALUE
            : Math.min(seconds(after.getDateTimeBefore()), seconds(after.getDateTimeAfter()));
    offsetSeconds = rules.getOffset(instant).getTotalSeconds();
  }

  private static long seconds(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC);
  }
}
