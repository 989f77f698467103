// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import biweekly.util.Frequency;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The starts of events that repeat, up to a date. Rules are counted in local time, as if it were
 * UTC, since only dates matter; whoever writes a feed decides how much work that is, so what
 * repeats within a day is refused and all events of a feed share one budget of repetitions.
 */
final class Repetition {
  private static final Set<Frequency> WITHIN_A_DAY =
      Set.of(Frequency.SECONDLY, Frequency.MINUTELY, Frequency.HOURLY);
  private static final LocalDateTime EARLIEST = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

  private final LocalDate until;
  private int left = 100_000;

  Repetition(LocalDate until) {
    this.until = until;
  }

  /** All starts before the date, without those that are named. */
  List<LocalDateTime> starts(Event event, Set<String> moved) throws AbsenceReader.TooMuch {
    List<LocalDateTime> starts = new ArrayList<>(event.furtherStarts());
    Optional<Recurrence> rule = event.rule();
    if (rule.isPresent()) {
      addRepeated(event, rule.get(), starts);
    } else {
      starts.add(event.start());
    }
    Set<String> excepted = event.excepted();
    starts.removeIf(start -> Event.named(excepted, start) || Event.named(moved, start));
    return starts;
  }

  private void addRepeated(Event event, Recurrence rule, List<LocalDateTime> starts)
      throws AbsenceReader.TooMuch {
    requireBounded(event, rule);
    LocalDateTime last = last(event, rule.getUntil());
    Recurrence endless = new Recurrence.Builder(rule).until((ICalDate) null).build();
    Date start = Date.from(event.start().toInstant(ZoneOffset.UTC));
    DateIterator dates = endless.getDateIterator(new ICalDate(start, true), UTC);
    while (dates.hasNext()) {
      LocalDateTime next = LocalDateTime.ofInstant(dates.next().toInstant(), ZoneOffset.UTC);
      if (next.isAfter(last) || !next.toLocalDate().isBefore(until)) {
        return;
      }
      if (--left < 0) {
        throw new AbsenceReader.TooMuch("repeats too often to be counted");
      }
      starts.add(next);
    }
  }

  private static void requireBounded(Event event, Recurrence rule) throws AbsenceReader.TooMuch {
    boolean withinADay =
        WITHIN_A_DAY.contains(rule.getFrequency())
            || !rule.getByHour().isEmpty()
            || !rule.getByMinute().isEmpty()
            || !rule.getBySecond().isEmpty();
    if (withinADay) {
      throw new AbsenceReader.TooMuch("repeats within a day, so it makes no days off");
    }
    if (event.start().isBefore(EARLIEST)) {
      throw new AbsenceReader.TooMuch("repeats since before 1970, so it is not counted");
    }
  }

  private static LocalDateTime last(Event event, @Nullable ICalDate until) {
    if (until == null) {
      return LocalDateTime.MAX;
    }
    LocalDateTime last = event.local(until);
    return until.hasTime() && !event.allDay() ? last : last.toLocalDate().atTime(23, 59);
  }
}
