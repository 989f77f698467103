// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.schedule.Pause;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidaysTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr | '' | 2026 | 01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
        "fr | '' | 2027 | 01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
        "FR | 57 | 2027 | 01-01 03-26 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25"
            + " 12-26",
        "es | '' | 2026 | 01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25",
        "es | '' | 2027 | 01-01 01-06 03-26 05-01 08-15 10-12 11-01 12-06 12-08 12-25",
        "es | MD | 2027 | 01-01 01-06 03-25 03-26 05-01 05-03 08-15 10-12 11-01 12-06 12-08 12-25",
        "us | '' | 2026 | 01-01 01-19 02-16 05-25 06-19 07-03 09-07 11-11 11-26 12-25"
      })
  void the_days_of_a_year_are_those_of_the_place(
      String country, String region, Year year, String days) {
    assertThat(daysOff(Holidays.of(country, region), year)).containsExactly(days.split(" "));
  }

  @Test
  void moved_days_are_off_when_they_are_observed_also_over_the_year() {
    Holidays us = Holidays.of("us");
    assertThat(daysOff(us, Year.of(2027)))
        .contains("06-18", "07-05", "12-24", "12-31")
        .doesNotContain("06-19", "07-04", "12-25");
    assertThat(daysOff(Holidays.of("es", "md"), Year.of(2026)))
        .hasSize(14)
        .contains("11-01", "11-02", "12-06", "12-07");
  }

  @Test
  void a_day_tells_its_name_and_place() {
    LocalDate easterMonday = LocalDate.of(2027, 3, 29);
    assertThat(Holidays.of("fr").dayOff(easterMonday)).contains("Easter Monday (fr)");
    assertThat(Holidays.of("es", "md").dayOff(LocalDate.of(2027, 5, 3)))
        .get()
        .asString()
        .endsWith(" (es-md)");
    assertThat(Holidays.of("fr").dayOff(easterMonday.plusDays(1))).isEmpty();
  }

  @Test
  void an_unknown_country_or_region_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() -> Holidays.of("xx"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No public holidays are known for country \"xx\"; known are: ad, ")
        .hasMessageContaining(" fr, ")
        .hasMessageNotContaining("nyse");
    assertThatThrownBy(() -> Holidays.of("es", "madrid"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "No public holidays are known for region \"madrid\" of country \"es\"; known of \"es\"")
        .hasMessageContaining("md (");
    assertThatThrownBy(() -> Holidays.of("es", "md/mad/x"))
        .hasMessageContaining("\"mad\" has no parts with days of their own");
  }

  @Test
  void a_holiday_makes_a_window_longer_and_says_so() {
    ZoneId paris = ZoneId.of("Europe/Paris");
    Window window =
        Window.awake("office", paris, WeekPlan.parse("mon-fri 08:00-20:00"))
            .withDaysOff(Holidays.of("fr"));
    Pause pause = window.pauseAt(Instant.parse("2027-03-28T12:00:00Z")).orElseThrow();
    assertThat(pause.until()).isEqualTo("2027-03-30T06:00:00Z");
    assertThat(pause.why())
        .isEqualTo("outside mon-fri 08:00-20:00 Europe/Paris, Easter Monday (fr)");
  }

  private static List<String> daysOff(Holidays holidays, Year year) {
    return Stream.iterate(year.atDay(1), day -> day.plusDays(1))
        .limit(year.length())
        .filter(day -> holidays.dayOff(day).isPresent())
        .map(day -> day.toString().substring(5))
        .toList();
  }
}
