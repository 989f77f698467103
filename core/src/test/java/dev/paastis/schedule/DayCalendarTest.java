// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DayCalendarTest {
  private static final LocalDate CHRISTMAS = LocalDate.of(2027, 12, 25);
  private static final DayCalendar YEARLY =
      DayCalendar.yearly(Map.of(MonthDay.of(12, 25), "Christmas"));

  @Test
  void yearly_days_are_off_every_year() {
    assertThat(YEARLY.dayOff(CHRISTMAS)).contains("Christmas");
    assertThat(YEARLY.dayOff(CHRISTMAS.plusYears(1))).contains("Christmas");
    assertThat(YEARLY.dayOff(CHRISTMAS.plusDays(1))).isEmpty();
  }

  @Test
  void two_calendars_together_have_the_days_of_both_and_the_first_ones_reason() {
    DayCalendar fixed =
        DayCalendar.of(Map.of(CHRISTMAS, "closed", CHRISTMAS.plusDays(1), "also closed"));
    DayCalendar both = YEARLY.and(fixed);
    assertThat(both.dayOff(CHRISTMAS)).contains("Christmas");
    assertThat(both.dayOff(CHRISTMAS.plusDays(1))).contains("also closed");
    assertThat(both.dayOff(CHRISTMAS.plusDays(2))).isEmpty();
    assertThat(DayCalendar.none().and(fixed).dayOff(CHRISTMAS)).contains("closed");
  }

  @Test
  void dates_that_are_excepted_are_worked() {
    DayCalendar worked = YEARLY.except(List.of(CHRISTMAS));
    assertThat(worked.dayOff(CHRISTMAS)).isEmpty();
    assertThat(worked.dayOff(CHRISTMAS.plusYears(1))).contains("Christmas");
  }
}
