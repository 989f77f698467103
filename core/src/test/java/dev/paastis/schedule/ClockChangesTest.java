// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockChangesTest {
  @ParameterizedTest
  @CsvSource({
    "Europe/Paris, 2027-03-28, 02:30, 2027-03-28T01:30:00Z",
    "Europe/Paris, 2027-10-31, 02:30, 2027-10-31T00:30:00Z",
    "Europe/Madrid, 2027-03-28, 02:00, 2027-03-28T01:00:00Z",
    "Europe/Madrid, 2027-10-31, 02:00, 2027-10-31T00:00:00Z",
    "America/New_York, 2027-03-14, 02:30, 2027-03-14T07:30:00Z",
    "America/New_York, 2027-11-07, 01:30, 2027-11-07T05:30:00Z",
    "Europe/Paris, 2026-03-29, 02:30, 2026-03-29T01:30:00Z",
    "Europe/Madrid, 2026-10-25, 02:30, 2026-10-25T00:30:00Z",
    "America/New_York, 2026-03-08, 02:30, 2026-03-08T07:30:00Z",
    "America/New_York, 2026-11-01, 01:30, 2026-11-01T05:30:00Z",
    "Europe/Paris, 2028-03-26, 02:30, 2028-03-26T01:30:00Z",
    "Europe/Paris, 2028-10-29, 02:30, 2028-10-29T00:30:00Z",
    "America/New_York, 2028-03-12, 02:30, 2028-03-12T07:30:00Z",
    "America/New_York, 2028-11-05, 01:30, 2028-11-05T05:30:00Z",
    "Atlantic/Canary, 2027-03-28, 01:30, 2027-03-28T01:30:00Z",
    "Australia/Lord_Howe, 2027-10-03, 02:15, 2027-10-02T15:45:00Z",
    "Australia/Sydney, 2027-04-04, 02:30, 2027-04-03T15:30:00Z"
  })
  void a_start_in_a_gap_is_shifted_and_in_an_overlap_comes_once_and_early(
      ZoneId zone, LocalDate date, LocalTime start, Instant expected) {
    Window window = Window.awake("w", zone, WeekPlan.parse("daily " + start + "-12:00"));
    Instant midnight = date.atStartOfDay(zone).toInstant();
    assertThat(window.nextChange(midnight)).isEqualTo(expected);
    assertThat(window.nextChange(expected)).isEqualTo(at(date, "12:00", zone));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Paris, 2027-03-27, 11",
    "Europe/Paris, 2027-10-30, 13",
    "Europe/Paris, 2027-10-31, 12",
    "Europe/Madrid, 2027-03-27, 11",
    "Europe/Madrid, 2027-10-30, 13",
    "America/New_York, 2027-03-13, 11",
    "America/New_York, 2027-11-06, 13",
    "America/New_York, 2027-03-14, 12",
    "Indian/Reunion, 2027-03-27, 12"
  })
  void a_night_lasts_as_long_as_it_does(ZoneId zone, LocalDate date, int hours) {
    Instant evening = at(date, "20:00", zone);
    Window awake = Window.awake("w", zone, WeekPlan.parse("daily 08:00-20:00"));
    Window pausing = Window.pausing("w", zone, WeekPlan.parse("daily 20:00-08:00"));
    for (Window window : List.of(awake, pausing)) {
      Pause night = window.pauseAt(evening).orElseThrow();
      assertThat(night.from()).isEqualTo(evening);
      assertThat(Duration.between(night.from(), night.until())).hasHours(hours);
    }
  }

  @Test
  void office_hours_of_a_year_add_up() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    Window window = Window.awake("office", paris, WeekPlan.parse("mon-fri 08:00-20:00"));
    Instant end = at(LocalDate.of(2028, 1, 1), "00:00", paris);
    Duration awake = Duration.ZERO;
    Instant time = at(LocalDate.of(2027, 1, 1), "00:00", paris);
    while (time.isBefore(end)) {
      Instant next = window.nextChange(time);
      if (window.pauseAt(time).isEmpty()) {
        awake = awake.plus(Duration.between(time, next));
      }
      time = next;
    }
    assertThat(awake).hasHours(3132);
  }

  @Test
  void easter_monday_after_the_clock_change_joins_the_shortened_weekend() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    Window window =
        Window.awake("office", paris, WeekPlan.parse("mon-fri 08:00-20:00"))
            .withDaysOff(DayCalendar.of(Map.of(LocalDate.of(2027, 3, 29), "Easter Monday (fr)")));
    Pause pause = window.pauseAt(Instant.parse("2027-03-28T12:00:00Z")).orElseThrow();
    assertThat(pause.from()).isEqualTo("2027-03-26T19:00:00Z");
    assertThat(pause.until()).isEqualTo("2027-03-30T06:00:00Z");
  }

  @Test
  void hours_that_a_gap_swallows_are_none() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    Window window = Window.awake("w", paris, WeekPlan.parse("sun 02:30-03:00"));
    assertThat(window.nextChange(Instant.parse("2027-03-27T12:00:00Z")))
        .isEqualTo(at(LocalDate.of(2027, 4, 4), "02:30", paris));
  }

  @Test
  void a_day_that_a_zone_skips_is_moved_as_any_gap() {
    ZoneId apia = ZoneId.of("Pacific/Apia");
    Window window = Window.awake("w", apia, WeekPlan.parse("fri 08:00-20:00"));
    Pause pause = window.pauseAt(at(LocalDate.of(2011, 12, 29), "12:00", apia)).orElseThrow();
    assertThat(pause.until()).isEqualTo(at(LocalDate.of(2011, 12, 31), "08:00", apia));
  }

  private static Instant at(LocalDate date, String time, ZoneId zone) {
    return LocalDateTime.of(date, LocalTime.parse(time)).atZone(zone).toInstant();
  }
}
