// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A window made by chance, in plain numbers for the reference, and as the text that users write.
 *
 * @param awake whether the spans are awake hours
 * @param spans in minutes of the day, {@link Span#DAY_OFF} among them
 * @param daysOff with their reasons
 * @param oneOffs in their order
 */
record RandomWindow(
    boolean awake, List<Span> spans, Map<LocalDate, String> daysOff, List<OneOff> oneOffs) {
  private static final String[] DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

  /** A window for the days from one until another; hours of the night are the likeliest. */
  static RandomWindow of(Random random, LocalDate from, LocalDate until) {
    List<Span> spans = new ArrayList<>(List.of(Span.DAY_OFF));
    for (int count = 1 + random.nextInt(6); count > 0; count--) {
      spans.add(Span.of(random));
    }
    int days = (int) (until.toEpochDay() - from.toEpochDay());
    Map<LocalDate, String> daysOff = new HashMap<>();
    for (int count = random.nextInt(20); count > 0; count--) {
      daysOff.put(from.plusDays(random.nextInt(days)), "off");
    }
    List<OneOff> oneOffs = new ArrayList<>();
    for (int count = random.nextInt(6); count > 0; count--) {
      LocalDate day = from.plusDays(random.nextInt(days));
      Instant begin =
          day.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(60L * random.nextInt(1440));
      Instant end = begin.plusSeconds(60L * (1 + random.nextInt(20_000)));
      oneOffs.add(new OneOff(begin, end, random.nextBoolean(), "once"));
    }
    return new RandomWindow(random.nextBoolean(), spans, daysOff, oneOffs);
  }

  /** Whether a span of that date counts. */
  boolean begins(Span span, LocalDate date) {
    boolean off = daysOff.containsKey(date);
    return span.equals(Span.DAY_OFF)
        ? off && !awake
        : date.getDayOfWeek().getValue() == span.day() && !(off && awake);
  }

  /** The spans as users write them. */
  String text() {
    return spans.stream()
        .filter(span -> !span.equals(Span.DAY_OFF))
        .map(Span::text)
        .collect(Collectors.joining(", "));
  }

  Window in(ZoneId zone) {
    WeekPlan plan = WeekPlan.parse(text());
    Window window = awake ? Window.awake("w", zone, plan) : Window.pausing("w", zone, plan);
    return window.withDaysOff(DayCalendar.of(daysOff)).withOneOffs(oneOffs);
  }

  /** One span: day of the week from 1, minutes of the day, and how many days later it ends. */
  record Span(int day, int start, int days, int end) {
    /** The whole day, on a day off. */
    static final Span DAY_OFF = new Span(0, 0, 1, 0);

    private static Span of(Random random) {
      int day = 1 + random.nextInt(7);
      int start = time(random);
      int end = time(random);
      int days = random.nextInt(3) > 0 ? 0 : random.nextInt(7);
      return new Span(day, start, end > start ? days : days + 1, end);
    }

    private static int time(Random random) {
      return switch (random.nextInt(4)) {
        case 0 -> random.nextInt(240);
        case 1 -> 30 * random.nextInt(8);
        case 2 -> random.nextInt(1440);
        default -> 60 * random.nextInt(24);
      };
    }

    private String text() {
      boolean midnight = end == 0;
      String lastDay = DAYS[(day - 1 + days - (midnight ? 1 : 0)) % 7];
      String last = midnight ? "24:00" : clock(end);
      return DAYS[day - 1] + " " + clock(start) + "-" + lastDay + " " + last;
    }

    private static String clock(int minute) {
      return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
  }
}
