// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Spans of every week in local time, as people write them: {@code mon-fri 08:00-20:00}. The text is
 * a list of days with hours, {@code mon-thu 08:00-20:00, fri 08:00-17:00} or {@code mon,wed
 * 09:00-12:00}; {@code daily} is every day; hours that end before they begin reach into the next
 * day, {@code daily 22:00-06:00}; longer spans name both days, {@code fri 20:00-mon 08:00}; 24:00
 * ends a day; {@code never} is the plan without spans. Immutable; two plans are equal when their
 * spans are.
 */
public final class WeekPlan {
  private static final WeekPlan NEVER = new WeekPlan(List.of());

  private final List<WeekSpan> spans;
  private final int longestDays;
  private final Map<DayOfWeek, List<WeekSpan>> byDay = new EnumMap<>(DayOfWeek.class);

  private WeekPlan(List<WeekSpan> spans) {
    this.spans = List.copyOf(new TreeSet<>(spans));
    this.longestDays = spans.stream().mapToInt(WeekSpan::days).max().orElse(0);
    for (DayOfWeek day : DayOfWeek.values()) {
      byDay.put(day, this.spans.stream().filter(span -> span.day() == day).toList());
    }
  }

  /**
   * Reads a plan.
   *
   * @throws IllegalArgumentException if the text is no plan, with what is wrong and an example
   */
  public static WeekPlan parse(String text) {
    List<WeekSpan> spans = WeekText.parse(text);
    return spans.isEmpty() ? NEVER : new WeekPlan(spans);
  }

  /** The plan without spans. */
  public static WeekPlan never() {
    return NEVER;
  }

  /** Whether there are no spans. */
  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /** The spans that begin on that day of the week. */
  List<WeekSpan> on(DayOfWeek day) {
    return byDay.getOrDefault(day, List.of());
  }

  /** How many days later the longest span ends. */
  int longestDays() {
    return longestDays;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeekPlan plan && spans.equals(plan.spans);
  }

  @Override
  public int hashCode() {
    return spans.hashCode();
  }

  /** Canonical text that parses back to an equal plan. */
  @Override
  public String toString() {
    return WeekText.format(spans);
  }
}
