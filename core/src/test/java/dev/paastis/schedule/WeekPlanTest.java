// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekPlanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mon-fri 08:00-20:00 | mon-fri 08:00-20:00",
        "mon-thu 08:00-20:00, fri 08:00-17:00 | mon-thu 08:00-20:00, fri 08:00-17:00",
        "mon,wed 09:00-12:00 | mon,wed 09:00-12:00",
        "Monday, Wednesday 9:00 - 12:00 | mon,wed 09:00-12:00",
        "daily 22:00-06:00 | daily 22:00-06:00",
        "fri 20:00-mon 08:00 | fri 20:00-mon 08:00",
        "fri 20:00 – mon 08:00 | fri 20:00-mon 08:00",
        "mon-fri 20:00-08:00, fri 20:00-mon 08:00 | mon-fri 20:00-08:00, fri 20:00-mon 08:00",
        "sat-sun 00:00-24:00 | sat-sun 00:00-24:00",
        "sat 20:00-00:00 | sat 20:00-24:00",
        "fri-mon 08:00-09:00 | mon,fri-sun 08:00-09:00",
        "mon-sun 08:00-09:00 | daily 08:00-09:00",
        "mon-fri 08:00-12:00, 13:00-18:00 | mon-fri 08:00-12:00, mon-fri 13:00-18:00",
        "tue 09:00-10:00, mon 09:00-10:00, tue 09:00-10:00 | mon-tue 09:00-10:00",
        "mon 00:00-sun 24:00 | mon 00:00-sun 24:00",
        "mon 08:00-mon 07:00 | mon 08:00-mon 07:00",
        "fri 20:00-sat 20:00 | fri 20:00-sat 20:00",
        "mon 08:00-sun 24:00 | mon 08:00-sun 24:00",
        "fri 20:00-sat 06:00 | fri 20:00-06:00",
        "NEVER | never"
      })
  void a_plan_is_read_and_its_canonical_text_reads_back(String text, String canonical) {
    WeekPlan plan = WeekPlan.parse(text);
    assertThat(plan).hasToString(canonical);
    assertThat(WeekPlan.parse(canonical)).isEqualTo(plan).hasSameHashCodeAs(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mon-fry 08:00-20:00 | \"fry\" is no day (mon, tue, wed, thu, fri, sat, sun or daily)",
        "mon-fri 8-20 | \"mon-fri 8-20\" is not days and hours",
        "mon-fri 08:00-25:00 | \"25:00\" is no time of day",
        "mon-fri 08:60-20:00 | \"08:60\" is no time of day",
        "mon-fri 24:00-08:00 | 24:00 can only end hours",
        "fri 24:00-mon 08:00 | 24:00 can only end hours",
        "mon 08:00-08:00 | it begins and ends at the same time (a whole day is 00:00-24:00)",
        "mon 08:00-mon 08:00 | it begins and ends at the same time (always is",
        "sat,sun | the last days have no hours",
        "sat, fri 20:00-mon 08:00 | the days before \"fri 20:00-mon 08:00\" have no hours",
        "08:00-20:00 | \"08:00-20:00\" has no days before it",
        "fri 20:00-mon 08:00, 10:00-11:00 | \"10:00-11:00\" has no days before it",
        "mon-daily 08:00-20:00 | \"daily\" is no day",
        "mon 08:00-20:00, | a part is empty",
        "'' | a part is empty"
      })
  void a_bad_text_is_refused_with_what_is_wrong_and_an_example(String text, String why) {
    assertThatThrownBy(() -> WeekPlan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is no week plan: " + why)
        .hasMessageEndingWith(
            "; write for example \"mon-thu 08:00-20:00, fri 08:00-17:00\" or \"fri 20:00-mon"
                + " 08:00\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 10_000_000})
  void an_endless_text_is_refused_at_once(int length) {
    assertThatThrownBy(() -> WeekPlan.parse("m".repeat(length)))
        .hasMessageContaining("more than 1000 characters")
        .hasMessageMatching("(?s).{1,300}");
  }

  @Test
  void a_plan_without_spans_is_empty() {
    assertThat(WeekPlan.never().isEmpty()).isTrue();
    assertThat(WeekPlan.parse("mon 08:00-09:00").isEmpty()).isFalse();
  }
}
