// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.schedule.DayCalendar;
import dev.paastis.schedule.OneOff;
import dev.paastis.schedule.Pauses;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import dev.paastis.schedule.Windows;
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
 * Scheduled pauses made by chance: in plain numbers for the reference, and as the product's own
 * windows, read from the text that users write.
 *
 * @param rules that hold together
 */
record RuleSet(List<Rule> rules) {
  private static final String[] DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

  /** One to three rules for the dates from one until another. */
  static RuleSet of(Random random, LocalDate from, LocalDate until) {
    List<Rule> rules = new ArrayList<>();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      rules.add(Rule.of(random, from, until));
    }
    return new RuleSet(rules);
  }

  /** As the product has them. */
  Pauses in(ZoneId zone) {
    return Windows.of(rules.stream().map(rule -> rule.in(zone)).toList());
  }

  /**
   * One window.
   *
   * @param awake whether the spans are awake hours
   * @param spans of every week
   * @param daysOff without awake hours, or paused as a whole
   * @param oneOffs of which the last counts
   */
  record Rule(
      boolean awake, List<Span> spans, Map<LocalDate, String> daysOff, List<OneOff> oneOffs) {
    private static Rule of(Random random, LocalDate from, LocalDate until) {
      int days = (int) (until.toEpochDay() - from.toEpochDay());
      List<Span> spans = new ArrayList<>();
      for (int count = 1 + random.nextInt(5); count > 0; count--) {
        spans.addAll(Span.of(random));
      }
      Map<LocalDate, String> daysOff = new HashMap<>();
      for (int count = random.nextInt(12 * days / 365); count > 0; count--) {
        daysOff.put(from.plusDays(random.nextInt(days)), "off");
      }
      List<OneOff> oneOffs = new ArrayList<>();
      for (int count = random.nextInt(10); count > 0; count--) {
        Instant day = from.plusDays(random.nextInt(days)).atStartOfDay().toInstant(ZoneOffset.UTC);
        Instant begin = day.plusSeconds(60L * random.nextInt(1440));
        Instant end = begin.plusSeconds(60L * (1 + random.nextInt(10_000)));
        oneOffs.add(new OneOff(begin, end, random.nextBoolean(), "once"));
      }
      return new Rule(random.nextBoolean(), spans, daysOff, oneOffs);
    }

    private Window in(ZoneId zone) {
      WeekPlan plan =
          WeekPlan.parse(spans.stream().map(Span::text).collect(Collectors.joining(", ")));
      Window window = awake ? Window.awake("w", zone, plan) : Window.pausing("w", zone, plan);
      return window.withDaysOff(DayCalendar.of(daysOff)).withOneOffs(oneOffs);
    }
  }

  /**
   * A span of every week.
   *
   * @param day of the week, from 1
   * @param start minute of that day
   * @param minutes from there to its end on a clock that never changes
   */
  record Span(int day, int start, int minutes) {
    private static final int DAY = 1440;

    /**
     * The same hours on some days in a row, or one long span; of the night more than of the day.
     */
    private static List<Span> of(Random random) {
      int first = random.nextInt(7);
      int start = time(random);
      if (random.nextInt(4) == 0) {
        return List.of(new Span(first + 1, start, 1 + random.nextInt(6 * DAY)));
      }
      int minutes = 1 + Math.floorMod(time(random) - start - 1, DAY - 1);
      List<Span> spans = new ArrayList<>();
      for (int days = 1 + random.nextInt(7); days > 0; days--) {
        spans.add(new Span((first + days) % 7 + 1, start, minutes));
      }
      return spans;
    }

    private static int time(Random random) {
      return switch (random.nextInt(3)) {
        case 0 -> random.nextInt(240);
        case 1 -> 15 * random.nextInt(96);
        default -> 60 * random.nextInt(24);
      };
    }

    private String text() {
      int end = (start + minutes) % DAY;
      int days = (start + minutes - (end == 0 ? 1 : 0)) / DAY;
      String last = DAYS[(day - 1 + days) % 7] + " " + (end == 0 ? "24:00" : clock(end));
      return DAYS[day - 1] + " " + clock(start) + "-" + last;
    }

    private static String clock(int minute) {
      return "%02d:%02d".formatted(minute / 60, minute % 60);
    }
  }
}
