// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.DayOff;
import dev.paastis.api.ForecastView.Start;
import dev.paastis.api.ForecastView.Stretch;
import dev.paastis.server.console.Days.Bar;
import dev.paastis.server.console.Days.Day;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class DayDrawingTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final LocalDate SPRING = LocalDate.parse("2027-03-28");
  private static final LocalDate AUTUMN = LocalDate.parse("2026-10-25");
  private static final Offset<Double> EXACTLY = within(1e-9);

  @Test
  void day_of_24_hours_is_drawn_by_the_clock() {
    DayAxis day = new DayAxis(LocalDate.parse("2026-11-20"), PARIS);

    assertThat(day.change()).isNull();
    assertThat(day.at(at("2026-11-20T08:00"))).isEqualTo(8 / 24.0, EXACTLY);
    assertThat(day.at(at("2026-11-19T23:00"))).isZero();
    assertThat(day.at(at("2026-11-21T00:00"))).isOne();
  }

  @Test
  void skipped_hour_has_no_time_in_it_and_what_follows_stays_at_its_place() {
    DayAxis day = new DayAxis(SPRING, PARIS);
    Instant change = day.begin().plus(Duration.ofHours(2));

    assertThat(day.at(change.minusMillis(1))).isEqualTo(2 / 24.0, within(1e-6));
    assertThat(day.at(change)).isEqualTo(3 / 24.0, EXACTLY);
    assertThat(day.at(at("2027-03-28T08:00"))).isEqualTo(8 / 24.0, EXACTLY);
  }

  @Test
  void hour_that_comes_twice_holds_both_in_their_order() {
    DayAxis day = new DayAxis(AUTUMN, PARIS);
    Instant first = day.begin().plus(Duration.ofHours(2));

    assertThat(day.at(first)).isEqualTo(2 / 24.0, EXACTLY);
    assertThat(day.at(first.plus(Duration.ofMinutes(60)))).isEqualTo(2.5 / 24, EXACTLY);
    assertThat(day.at(first.plus(Duration.ofMinutes(90)))).isEqualTo(2.75 / 24, EXACTLY);
    assertThat(day.at(first.plus(Duration.ofHours(2)))).isEqualTo(3 / 24.0, EXACTLY);
    assertThat(day.at(at("2026-10-25T08:00"))).isEqualTo(8 / 24.0, EXACTLY);
  }

  @Test
  void clocks_that_change_at_midnight_leave_out_the_first_hour() {
    DayAxis day = new DayAxis(LocalDate.parse("2026-03-29"), ZoneId.of("Asia/Beirut"));

    assertThat(day.at(day.begin())).isEqualTo(1 / 24.0, EXACTLY);
    assertThat(Duration.between(day.begin(), day.end())).isEqualTo(Duration.ofHours(23));
  }

  @Test
  void bars_of_every_day_cover_it_without_gaps_on_clock_changes_too() {
    for (LocalDate date : List.of(SPRING, AUTUMN)) {
      Day day = week(date.minusDays(2)).get(2);
      double right = 0;
      for (Bar bar : day.bars()) {
        if (!bar.kind().equals("skipped")) {
          assertThat(share(bar.x())).isEqualTo(right, within(0.011));
          right += share(bar.width());
        }
      }
      assertThat(right).isEqualTo(100, within(0.05));
      assertThat(day.clocks()).contains(date.equals(SPRING) ? "23 hours" : "25 hours");
      assertThat(day.text()).contains("clocks go");
    }
  }

  @Test
  void skipped_hour_is_marked_as_such() {
    Bar skipped = week(SPRING).getFirst().bars().getLast();

    assertThat(skipped.kind()).isEqualTo("skipped");
    assertThat(skipped.title()).isEqualTo("There is no time between 02:00 and 03:00");
  }

  @Test
  void past_of_today_is_left_blank_and_the_day_is_told_in_words() {
    Instant now = at("2026-11-20T18:00");
    Instant evening = at("2026-11-20T20:00");
    Instant end = at("2026-11-22T00:00");
    ForecastView forecast =
        forecast(
            now,
            end,
            List.of(
                new Stretch(now, evening, "on-demand", "asleep after 15 min", "the file"),
                new Stretch(evening, end, "paused", "window nights: a request wakes it", null)),
            List.of(new Start(evening, at("2026-11-20T19:55"), "window noon ends")),
            List.of(new DayOff(LocalDate.parse("2026-11-21"), "Feast (fr)", "nights")));

    List<Day> days = new DayDrawing(forecast, PARIS).days();

    assertThat(days).extracting(Day::label).containsExactly("Fri 20 Nov", "Sat 21 Nov");
    assertThat(days.getFirst().bars().getFirst().x()).isEqualTo("75.00%");
    assertThat(days.getFirst().starts().getFirst().title())
        .isEqualTo("Ready at 20:00, begun at 19:55: window noon ends");
    assertThat(days.getFirst().text()).startsWith("On demand until 20:00; Paused until ");
    assertThat(days.getFirst().bars().getFirst().title())
        .isEqualTo("On demand from 18:00 until 20:00: asleep after 15 min (the file)");
    assertThat(days.getLast().off()).isEqualTo("Feast (fr)");
    assertThat(days.getLast().text()).startsWith("Day off: Feast (fr); ");
  }

  /** A week with a change at 02:30 of every day, be there such a time or not. */
  private static List<Day> week(LocalDate first) {
    Instant from = first.atStartOfDay(PARIS).toInstant();
    Instant until = first.plusDays(7).atStartOfDay(PARIS).toInstant();
    List<Instant> edges =
        first
            .datesUntil(first.plusDays(7))
            .map(date -> date.atTime(2, 30).atZone(PARIS).toInstant())
            .toList();
    List<Stretch> stretches = new ArrayList<>();
    Instant at = from;
    for (Instant edge : edges) {
      stretches.add(new Stretch(at, edge, "paused", "window nights", null));
      at = edge;
    }
    stretches.add(new Stretch(at, until, "on-demand", "asleep when idle", null));
    ForecastView forecast = forecast(from, until, stretches, List.of(), List.of());
    return new DayDrawing(forecast, PARIS).days();
  }

  private static ForecastView forecast(
      Instant from, Instant until, List<Stretch> stretches, List<Start> starts, List<DayOff> off) {
    return new ForecastView("id", "shop", "asleep", from, until, stretches, starts, off, null);
  }

  private static double share(String percent) {
    return Double.parseDouble(percent.substring(0, percent.length() - 1));
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }
}
