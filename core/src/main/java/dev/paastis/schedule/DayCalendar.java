// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The days off of a place or of people: public holidays, shut-downs, absences. Implementations are
 * safe for use by many threads and answer from memory.
 */
@FunctionalInterface
public interface DayCalendar {
  /**
   * Why that date is a day off, for people, such as "Easter Monday (fr)"; empty on a working day.
   */
  Optional<String> dayOff(LocalDate date);

  /** Grows whenever answers may have changed, so that what was computed from them is let go. */
  default long version() {
    return 0;
  }

  /** No days off. */
  static DayCalendar none() {
    return _ -> Optional.empty();
  }

  /** Fixed dates, each with its reason. */
  static DayCalendar of(Map<LocalDate, String> dates) {
    Map<LocalDate, String> copy = Map.copyOf(dates);
    return date -> Optional.ofNullable(copy.get(date));
  }

  /** Days of every year, each with its reason. */
  static DayCalendar yearly(Map<MonthDay, String> days) {
    Map<MonthDay, String> copy = Map.copyOf(days);
    return date -> Optional.ofNullable(copy.get(MonthDay.from(date)));
  }

  /** The days off of both; on a day that both know, this one's reason is told. */
  default DayCalendar and(DayCalendar other) {
    DayCalendar first = this;
    return new DayCalendar() {
      @Override
      public Optional<String> dayOff(LocalDate date) {
        return first.dayOff(date).or(() -> other.dayOff(date));
      }

      @Override
      public long version() {
        return first.version() + other.version();
      }
    };
  }

  /** These days off without the given dates, which are worked. */
  default DayCalendar except(Collection<LocalDate> dates) {
    DayCalendar all = this;
    Set<LocalDate> worked = Set.copyOf(dates);
    return new DayCalendar() {
      @Override
      public Optional<String> dayOff(LocalDate date) {
        return worked.contains(date) ? Optional.empty() : all.dayOff(date);
      }

      @Override
      public long version() {
        return all.version();
      }
    };
  }
}
