// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.ForecastView;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The forecasts of all apps: a line for each, and for each day as many columns as fit.
 *
 * @param forecasts what will be
 * @param today the first day
 * @param days how many
 * @param zone whose days
 */
record FleetLines(List<ForecastView> forecasts, LocalDate today, int days, ZoneId zone) {
  private static final int WIDTH = 74;
  private static final int LONGEST_NAME = 24;
  private static final List<Integer> PARTS = List.of(8, 4, 2);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEdd", Locale.ENGLISH);

  void print(Terminal terminal) {
    int parts = parts();
    String head = " ".repeat(LONGEST_NAME) + "  ";
    if (parts > 1) {
      terminal.print((head + days(parts)).stripTrailing());
    } else {
      terminal.print(head + digits(10));
      terminal.print(head + digits(1));
    }
    for (ForecastView forecast : forecasts) {
      terminal.print(line(forecast, parts, terminal));
    }
    terminal.print("");
    Stretches.legend(terminal);
  }

  private int parts() {
    return PARTS.stream().filter(parts -> days * (parts + 1) <= WIDTH).findFirst().orElse(1);
  }

  private String days(int parts) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < days; i++) {
      LocalDate day = today.plusDays(i);
      String text = parts > 2 ? name(day) : "%02d".formatted(day.getDayOfMonth());
      line.append(text).repeat(' ', parts + 1 - text.length());
    }
    return line.toString();
  }

  private static String name(LocalDate day) {
    String text = DAY.format(day);
    return text.substring(0, 2) + text.substring(text.length() - 2);
  }

  private String digits(int unit) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < days; i++) {
      line.append(today.plusDays(i).getDayOfMonth() / unit % 10);
    }
    return line.toString();
  }

  private String line(ForecastView forecast, int parts, Terminal terminal) {
    Stretches stretches = new Stretches(forecast);
    StringBuilder line = new StringBuilder(name(forecast)).append("  ");
    for (int i = 0; i < days; i++) {
      Instant day = today.plusDays(i).atStartOfDay(zone).toInstant();
      Instant end = today.plusDays(i + 1L).atStartOfDay(zone).toInstant();
      Duration part = Duration.between(day, end).dividedBy(parts);
      for (int k = 0; k < parts; k++) {
        Instant from = day.plus(part.multipliedBy(k));
        line.append(stretches.drawn(from, from.plus(part), terminal));
      }
      line.append(parts > 1 ? " " : "");
    }
    return line.toString().stripTrailing();
  }

  private static String name(ForecastView forecast) {
    String name = forecast.name().replaceAll("\\p{Cntrl}+", " ");
    return name.length() > LONGEST_NAME
        ? name.substring(0, LONGEST_NAME - 1) + "…"
        : name + " ".repeat(LONGEST_NAME - name.length());
  }
}
