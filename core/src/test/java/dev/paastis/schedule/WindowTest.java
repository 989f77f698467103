// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final LocalDate EASTER_MONDAY = LocalDate.of(2027, 3, 29);

  private static final Window OFFICE = awake("office", "mon-fri 08:00-20:00");

  private static Window awake(String name, String hours) {
    return Window.awake(name, PARIS, WeekPlan.parse(hours));
  }

  private static Window pausing(String name, String spans) {
    return Window.pausing(name, PARIS, WeekPlan.parse(spans));
  }

  private static Instant paris(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  private static Pause pauseAt(Pauses pauses, String local) {
    return pauses.pauseAt(paris(local)).orElseThrow();
  }

  @Test
  void awake_hours_pause_everything_else() {
    assertThat(OFFICE.pauseAt(paris("2027-01-12T08:00"))).isEmpty();
    assertThat(OFFICE.pauseAt(paris("2027-01-12T19:59:59"))).isEmpty();
    assertThat(pauseAt(OFFICE, "2027-01-12T20:00"))
        .isEqualTo(
            new Pause(
                "office",
                paris("2027-01-12T20:00"),
                paris("2027-01-13T08:00"),
                "outside mon-fri 08:00-20:00 Europe/Paris"));
  }

  @Test
  void a_weekend_is_one_pause() {
    Pause pause = pauseAt(OFFICE, "2027-01-16T12:00");
    assertThat(pause.from()).isEqualTo(paris("2027-01-15T20:00"));
    assertThat(pause.until()).isEqualTo(paris("2027-01-18T08:00"));
  }

  @Test
  void a_day_off_joins_the_weekend_and_is_told() {
    Window window = OFFICE.withDaysOff(DayCalendar.of(Map.of(EASTER_MONDAY, "Easter Monday (fr)")));
    Pause pause = pauseAt(window, "2027-03-28T12:00");
    assertThat(pause.from()).isEqualTo(paris("2027-03-26T20:00"));
    assertThat(pause.until()).isEqualTo(paris("2027-03-30T08:00"));
    assertThat(pause.why()).contains("outside mon-fri 08:00-20:00").contains("Easter Monday (fr)");
    assertThat(Duration.between(pause.from(), pause.until())).hasHours(83);
  }

  @Test
  void hours_begun_on_the_evening_before_reach_into_a_day_off() {
    Window window =
        awake("night shift", "daily 20:00-06:00")
            .withDaysOff(DayCalendar.of(Map.of(EASTER_MONDAY, "Easter Monday")));
    assertThat(window.pauseAt(paris("2027-03-29T05:00"))).isEmpty();
    assertThat(pauseAt(window, "2027-03-29T22:00").until()).isEqualTo(paris("2027-03-30T20:00"));
  }

  @Test
  void spans_pause_in_them_and_on_whole_days_off() {
    Window window =
        pausing("nights", "daily 22:00-06:00")
            .withDaysOff(DayCalendar.of(Map.of(EASTER_MONDAY, "Easter Monday")));
    Pause pause = pauseAt(window, "2027-03-29T12:00");
    assertThat(pause.from()).isEqualTo(paris("2027-03-28T22:00"));
    assertThat(pause.until()).isEqualTo(paris("2027-03-30T06:00"));
    assertThat(window.pauseAt(paris("2027-03-30T12:00"))).isEmpty();
  }

  @Test
  void of_exceptions_that_overlap_the_last_one_counts() {
    Instant from = paris("2027-01-12T20:00");
    Instant until = paris("2027-01-12T23:00");
    OneOff late = new OneOff(from, until, true, "release");
    OneOff cut = new OneOff(paris("2027-01-12T22:00"), until, false, "maintenance");

    Window paused = OFFICE.withOneOffs(List.of(late, cut));
    assertThat(paused.pauseAt(paris("2027-01-12T21:59"))).isEmpty();
    assertThat(pauseAt(paused, "2027-01-12T22:30").why())
        .isEqualTo("maintenance, outside mon-fri 08:00-20:00 Europe/Paris");

    Window awake = OFFICE.withOneOffs(List.of(cut, late));
    assertThat(awake.nextChange(paris("2027-01-12T12:00"))).isEqualTo(until);
  }

  @Test
  void overlapping_windows_are_one_pause_that_names_all() {
    Windows windows =
        Windows.of(
            List.of(
                OFFICE, pausing("lunch", "daily 12:00-14:00"), awake("x", "daily 07:00-12:30")));
    Pause pause = pauseAt(windows, "2027-01-12T12:15");
    assertThat(pause.window()).isEqualTo("lunch, x, office");
    assertThat(pause.from()).isEqualTo(paris("2027-01-12T12:00"));
    assertThat(pause.until()).isEqualTo(paris("2027-01-13T08:00"));
    assertThat(pause.why()).startsWith("lunch: daily 12:00-14:00 Europe/Paris; x: outside daily");
    assertThat(Windows.of(List.of()).nextChange(paris("2027-01-12T12:00"))).isEqualTo(Instant.MAX);
  }

  @Test
  void a_window_that_never_ends_or_begins_is_told() {
    Instant now = paris("2027-01-12T12:00");
    Window always = awake("always", "never");
    assertThat(always.pauseAt(now))
        .get()
        .extracting(Pause::from, Pause::until)
        .containsExactly(Instant.MIN, Instant.MAX);
    assertThat(always.everAwake(now)).isFalse();
    assertThat(always.everPauses(now)).isTrue();
    Window never = awake("never", "daily 00:00-24:00");
    assertThat(never.nextChange(now)).isEqualTo(Instant.MAX);
    assertThat(never.everPauses(now)).isFalse();
    assertThat(never.everAwake(now)).isTrue();
    assertThat(OFFICE.everAwake(now) && OFFICE.everPauses(now)).isTrue();
  }

  @Test
  void a_single_day_off_far_away_is_found() {
    Window window =
        pausing("closed", "never").withDaysOff(DayCalendar.of(Map.of(EASTER_MONDAY, "Easter")));
    assertThat(window.nextChange(paris("2026-03-01T00:00"))).isEqualTo(paris("2027-03-29T00:00"));
    assertThat(window.nextChange(paris("2026-01-01T00:00"))).isEqualTo(Instant.MAX);
    assertThat(window.nextChange(paris("2027-03-29T00:00"))).isEqualTo(paris("2027-03-30T00:00"));
    assertThat(window.nextChange(paris("2027-03-30T00:00"))).isEqualTo(Instant.MAX);
  }

  @Test
  void a_calendar_that_changed_is_asked_again() {
    AtomicLong version = new AtomicLong();
    DayCalendar calendar =
        new DayCalendar() {
          @Override
          public Optional<String> dayOff(LocalDate date) {
            return version.get() > 0 ? Optional.of("away") : Optional.empty();
          }

          @Override
          public long version() {
            return version.get();
          }
        };
    Windows windows =
        Windows.of(List.of(OFFICE.withDaysOff(DayCalendar.none().and(calendar).except(List.of()))));
    assertThat(windows.pauseAt(paris("2027-01-12T12:00"))).isEmpty();
    version.incrementAndGet();
    assertThat(windows.pauseAt(paris("2027-01-12T12:00"))).isPresent();
  }

  @Test
  void times_outside_all_calendars_are_not_paused() {
    assertThat(OFFICE.pauseAt(Instant.MAX)).isEmpty();
    assertThat(OFFICE.nextChange(Instant.MAX)).isEqualTo(Instant.MAX);
    assertThat(OFFICE.nextChange(Instant.MIN)).isEqualTo(Instant.MAX);
  }

  @Test
  void an_exception_that_ends_before_it_begins_is_refused() {
    Instant at = paris("2027-01-12T12:00");
    assertThatThrownBy(() -> new OneOff(at, at, true, "demo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"demo\" ends at 2027-01-12T11:00:00Z");
  }
}
