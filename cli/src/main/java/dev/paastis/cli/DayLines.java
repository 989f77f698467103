// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ForecastView;
import dev.paastis.api.ForecastView.DayOff;
import dev.paastis.api.ForecastView.Stretch;
import dev.paastis.api.WhenText;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The forecast of one app: a line for each day, a column for each half hour of the wall clock. What
 * a clock change skips is left blank; what comes twice is drawn once, as {@code ±} where the two
 * are not alike.
 *
 * @param forecast what will be
 * @param days how many lines
 * @param zone whose wall clock
 */
record DayLines(ForecastView forecast, int days, ZoneId zone) {
  private static final int HALF_HOURS = 48;
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE dd MMM", Locale.ENGLISH);
  private static final String HEAD = " ".repeat(12);

  void print(Terminal terminal) {
    LocalDate today = forecast.from().atZone(zone).toLocalDate();
    String dry = forecast.dryRun() == null ? "" : "; dry run of " + forecast.dryRun();
    terminal.print(
        terminal.paint(
            Style.BOLD,
            "%s, the next %d days in %s%s".formatted(forecast.name(), days, zone, dry)));
    terminal.print("");
    terminal.print(hours());
    for (int i = 0; i < days; i++) {
      terminal.print(line(today.plusDays(i), terminal));
    }
    terminal.print("");
    Stretches.legend(terminal);
    whys(terminal);
  }

  private static String hours() {
    StringBuilder line = new StringBuilder(HEAD);
    for (int hour = 0; hour < 24; hour += 2) {
      line.append("%02d  ".formatted(hour));
    }
    return line.toString().stripTrailing();
  }

  private String line(LocalDate day, Terminal terminal) {
    Stretches stretches = new Stretches(forecast);
    StringBuilder line = new StringBuilder(DAY.format(day)).append("  ");
    for (int i = 0; i < HALF_HOURS; i++) {
      LocalDateTime local = day.atTime(LocalTime.MIN).plusMinutes(30L * i);
      line.append(cell(stretches, local, terminal));
    }
    return (line + "  " + notes(day)).stripTrailing();
  }

  private String cell(Stretches stretches, LocalDateTime local, Terminal terminal) {
    List<String> drawn =
        zone.getRules().getValidOffsets(local).stream()
            .map(local::toInstant)
            .map(from -> stretches.drawn(from, from.plus(HALF_HOUR), terminal))
            .distinct()
            .toList();
    return switch (drawn.size()) {
      case 0 -> " ";
      case 1 -> drawn.getFirst();
      default -> terminal.paint(Style.YELLOW, "±");
    };
  }

  private String notes(LocalDate day) {
    List<String> notes = new ArrayList<>();
    String off =
        forecast.daysOff().stream()
            .filter(one -> one.date().equals(day))
            .map(DayOff::name)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!off.isEmpty()) {
      notes.add(off);
    }
    Duration length =
        Duration.between(
            day.atStartOfDay(zone).toInstant(), day.plusDays(1).atStartOfDay(zone).toInstant());
    if (!length.equals(Duration.ofDays(1))) {
      notes.add("%d h: clocks go %s".formatted(length.toHours(), direction(length)));
    }
    return String.join("; ", notes);
  }

  private static String direction(Duration length) {
    return length.compareTo(Duration.ofDays(1)) < 0 ? "forward" : "back";
  }

  /** Each reason once, with its first time. */
  private void whys(Terminal terminal) {
    Map<String, Stretch> firsts = new LinkedHashMap<>();
    forecast.stretches().forEach(one -> firsts.putIfAbsent(one.kind() + one.why(), one));
    terminal.print("");
    Table table = new Table("WHAT", "FIRST", "WHY", "SAID BY");
    WhenText when = new WhenText(forecast.from(), zone);
    for (Stretch stretch : firsts.values()) {
      table.row(
          Cell.of(stretch.kind()),
          Cell.of(when.of(stretch.from())),
          Cell.of(stretch.why()),
          Cell.of(Words.orDash(stretch.by())));
    }
    table.print(terminal);
  }
}
