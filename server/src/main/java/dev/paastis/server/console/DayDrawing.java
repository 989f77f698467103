// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import static java.util.stream.Collectors.joining;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.DayOff;
import dev.paastis.api.ForecastView.Start;
import dev.paastis.api.ForecastView.Stretch;
import dev.paastis.api.WhenText;
import dev.paastis.server.console.Days.Bar;
import dev.paastis.server.console.Days.Day;
import dev.paastis.server.console.Days.Mark;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Draws a forecast, a line for each day of a zone. */
final class DayDrawing {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final ForecastView forecast;
  private final ZoneId zone;
  private final WhenText when;

  DayDrawing(ForecastView forecast, ZoneId zone) {
    this.forecast = forecast;
    this.zone = zone;
    this.when = new WhenText(forecast.from(), zone);
  }

  /** All days that the forecast touches. */
  List<Day> days() {
    LocalDate first = forecast.from().atZone(zone).toLocalDate();
    LocalDate last = forecast.until().minusMillis(1).atZone(zone).toLocalDate();
    return first.datesUntil(last.plusDays(1)).map(date -> day(new DayAxis(date, zone))).toList();
  }

  private Day day(DayAxis axis) {
    ZoneOffsetTransition change = axis.change();
    List<Stretch> stretches = stretchesOf(axis);
    List<Bar> bars = new ArrayList<>(stretches.stream().map(one -> bar(axis, one)).toList());
    if (change != null && change.isGap()) {
      bars.add(skipped(axis, change));
    }
    List<Start> starts = forecast.starts().stream().filter(one -> on(axis, one.ready())).toList();
    String off = daysOff(axis.date());
    String clocks = change == null ? null : clocks(axis, change);
    return new Day(
        DATE.format(axis.date()),
        off,
        clocks,
        bars,
        starts.stream().map(one -> mark(axis, one)).toList(),
        inWords(stretches, starts, off, clocks));
  }

  private List<Stretch> stretchesOf(DayAxis axis) {
    return forecast.stretches().stream()
        .filter(one -> one.from().isBefore(axis.end()) && one.until().isAfter(axis.begin()))
        .toList();
  }

  private static boolean on(DayAxis axis, Instant time) {
    return !time.isBefore(axis.begin()) && time.isBefore(axis.end());
  }

  private Bar bar(DayAxis axis, Stretch stretch) {
    String by = stretch.by() == null ? "" : " (" + stretch.by() + ")";
    String title =
        "%s from %s until %s: %s%s"
            .formatted(
                called(stretch.kind()),
                when.of(stretch.from()),
                when.of(stretch.until()),
                stretch.why(),
                by);
    return bar(axis.at(stretch.from()), axis.at(stretch.until()), stretch.kind(), title);
  }

  private static Bar skipped(DayAxis axis, ZoneOffsetTransition gap) {
    return bar(
        axis.at(gap.getDateTimeBefore()),
        axis.at(gap.getDateTimeAfter()),
        "skipped",
        "There is no time between %s and %s"
            .formatted(HOUR.format(gap.getDateTimeBefore()), HOUR.format(gap.getDateTimeAfter())));
  }

  private static Bar bar(double from, double until, String kind, String title) {
    return new Bar(percent(from), percent(until - from), kind, title);
  }

  private Mark mark(DayAxis axis, Start start) {
    return new Mark(percent(axis.at(start.ready())), sentence(start));
  }

  private String sentence(Start start) {
    Instant begins = start.begins();
    String ahead = begins == null ? "" : ", begun at " + HOUR.format(begins.atZone(zone));
    return "Ready at %s%s: %s"
        .formatted(HOUR.format(start.ready().atZone(zone)), ahead, start.why());
  }

  private @Nullable String daysOff(LocalDate date) {
    String names =
        forecast.daysOff().stream()
            .filter(day -> day.date().equals(date))
            .map(DayOff::name)
            .distinct()
            .collect(joining(", "));
    return names.isEmpty() ? null : names;
  }

  private static String clocks(DayAxis axis, ZoneOffsetTransition change) {
    return "clocks go %s at %s: %d hours"
        .formatted(
            change.isGap() ? "forward" : "back",
            HOUR.format(change.getDateTimeBefore()),
            Duration.between(axis.begin(), axis.end()).toHours());
  }

  private String inWords(
      List<Stretch> stretches, List<Start> starts, @Nullable String off, @Nullable String clocks) {
    List<String> words = new ArrayList<>();
    if (off != null) {
      words.add("Day off: " + off);
    }
    if (clocks != null) {
      words.add(clocks);
    }
    stretches.forEach(one -> words.add(called(one.kind()) + " until " + when.of(one.until())));
    starts.forEach(one -> words.add(sentence(one)));
    return String.join("; ", words);
  }

  private static String called(String kind) {
    return switch (kind) {
      case "kept-awake" -> "Kept awake";
      case "paused" -> "Paused";
      default -> "On demand";
    };
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", share * 100);
  }
}
