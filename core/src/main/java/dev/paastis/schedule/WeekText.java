// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of week plans, read and written. */
final class WeekText {
  private static final String NEVER = "never";
  private static final String DAILY = "daily";
  private static final String TIME = "(\\d{1,2}:\\d{2})";
  private static final Pattern DAYS = Pattern.compile("([a-z]+)(?:-([a-z]+))?");
  private static final Pattern HOURS = Pattern.compile(TIME + "-" + TIME);
  private static final Pattern DAYS_AND_HOURS = Pattern.compile("([a-z]+(?:-[a-z]+)?) (\\S+)");
  private static final Pattern LONG = Pattern.compile("([a-z]+) " + TIME + "-([a-z]+) " + TIME);
  private static final int LONGEST_TEXT = 1000;

  private final String text;
  private final List<WeekSpan> spans = new ArrayList<>();
  private final Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
  private boolean daysWaitForHours;

  private WeekText(String text) {
    this.text = text;
  }

  static List<WeekSpan> parse(String text) {
    return new WeekText(text).parse();
  }

  private List<WeekSpan> parse() {
    if (text.length() > LONGEST_TEXT) {
      throw wrong("it has more than " + LONGEST_TEXT + " characters");
    }
    String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s*[-\u2013]\\s*", "-");
    if (plain.equals(NEVER)) {
      return List.of();
    }
    for (String part : plain.split(",", -1)) {
      read(part.strip().replaceAll("\\s+", " "));
    }
    if (daysWaitForHours) {
      throw wrong("the last days have no hours (24 hours are 00:00-24:00)");
    }
    return spans;
  }

  private void read(String part) {
    if (!readLong(LONG.matcher(part))
        && !readDaysAndHours(DAYS_AND_HOURS.matcher(part))
        && !readDays(DAYS.matcher(part))
        && !readHours(HOURS.matcher(part))) {
      throw wrong(part.isEmpty() ? "a part is empty" : quoted(part) + " is not days and hours");
    }
  }

  private boolean readLong(Matcher matcher) {
    if (!matcher.matches()) {
      return false;
    }
    if (daysWaitForHours) {
      throw wrong("the days before " + quoted(matcher.group()) + " have no hours");
    }
    days.clear();
    DayOfWeek first = day(matcher.group(1));
    LocalTime start = start(matcher.group(2));
    DayOfWeek last = day(matcher.group(3));
    addLong(first, start, Math.floorMod(last.getValue() - first.getValue(), 7), matcher.group(4));
    return true;
  }

  private void addLong(DayOfWeek first, LocalTime start, int daysLater, String until) {
    if (endsTheDay(until)) {
      spans.add(new WeekSpan(first, start, daysLater + 1, LocalTime.MIDNIGHT));
      return;
    }
    LocalTime end = time(until);
    if (daysLater == 0 && end.equals(start)) {
      throw wrong("it begins and ends at the same time (always is \"daily 00:00-24:00\")");
    }
    boolean aWeekLater = daysLater == 0 && end.isBefore(start);
    spans.add(new WeekSpan(first, start, aWeekLater ? 7 : daysLater, end));
  }

  private boolean readDaysAndHours(Matcher matcher) {
    return matcher.matches()
        && readDays(DAYS.matcher(matcher.group(1)))
        && readHours(HOURS.matcher(matcher.group(2)));
  }

  private boolean readDays(Matcher matcher) {
    if (!matcher.matches()) {
      return false;
    }
    if (!daysWaitForHours) {
      days.clear();
    }
    daysWaitForHours = true;
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.equals(DAILY) && last == null) {
      days.addAll(EnumSet.allOf(DayOfWeek.class));
    } else {
      addDays(day(first), day(last == null ? first : last));
    }
    return true;
  }

  private void addDays(DayOfWeek first, DayOfWeek last) {
    days.add(first);
    for (DayOfWeek day = first; day != last; ) {
      day = day.plus(1);
      days.add(day);
    }
  }

  private boolean readHours(Matcher matcher) {
    if (!matcher.matches()) {
      return false;
    }
    if (days.isEmpty()) {
      throw wrong(quoted(matcher.group()) + " has no days before it");
    }
    daysWaitForHours = false;
    LocalTime start = start(matcher.group(1));
    boolean midnight = endsTheDay(matcher.group(2));
    LocalTime end = midnight ? LocalTime.MIDNIGHT : time(matcher.group(2));
    if (end.equals(start) && !midnight) {
      throw wrong("it begins and ends at the same time (a whole day is 00:00-24:00)");
    }
    int daysLater = end.isAfter(start) ? 0 : 1;
    days.forEach(day -> spans.add(new WeekSpan(day, start, daysLater, end)));
    return true;
  }

  private DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (name.equals(shortName(day)) || name.equals(day.name().toLowerCase(Locale.ROOT))) {
        return day;
      }
    }
    throw wrong(quoted(name) + " is no day (mon, tue, wed, thu, fri, sat, sun or daily)");
  }

  private LocalTime start(String time) {
    if (endsTheDay(time)) {
      throw wrong("24:00 can only end hours (a day begins at 00:00)");
    }
    return time(time);
  }

  private LocalTime time(String time) {
    int colon = time.indexOf(':');
    int hour = Integer.parseInt(time.substring(0, colon));
    int minute = Integer.parseInt(time.substring(colon + 1));
    if (hour > 23 || minute > 59) {
      throw wrong(quoted(time) + " is no time of day (00:00 to 24:00)");
    }
    return LocalTime.of(hour, minute);
  }

  private static boolean endsTheDay(String time) {
    return time.equals("24:00");
  }

  private IllegalArgumentException wrong(String why) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return new IllegalArgumentException(
        quoted(shown)
            + " is no week plan: "
            + why
            + "; write for example \"mon-thu 08:00-20:00, fri 08:00-17:00\" or \"fri 20:00-mon"
            + " 08:00\"");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  static String format(Collection<WeekSpan> spans) {
    Map<String, Set<DayOfWeek>> daysByHours = new LinkedHashMap<>();
    for (WeekSpan span : spans) {
      String hours = span.withinADay() ? span.start() + "-" + end(span) : longText(span);
      daysByHours.computeIfAbsent(hours, _ -> EnumSet.noneOf(DayOfWeek.class)).add(span.day());
    }
    String text =
        daysByHours.entrySet().stream()
            .map(entry -> part(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? NEVER : text;
  }

  private static String part(String hours, Set<DayOfWeek> days) {
    return Character.isDigit(hours.charAt(0)) ? days(days) + " " + hours : hours;
  }

  private static String longText(WeekSpan span) {
    String until = shortName(span.lastDay()) + " " + end(span);
    return shortName(span.day()) + " " + span.start() + "-" + until;
  }

  private static String end(WeekSpan span) {
    return span.end().equals(LocalTime.MIDNIGHT) ? "24:00" : span.end().toString();
  }

  private static String days(Set<DayOfWeek> days) {
    if (days.size() == 7) {
      return DAILY;
    }
    List<String> runs = new ArrayList<>();
    for (int first = 1; first <= 7; first++) {
      int last = first;
      while (last <= 7 && days.contains(DayOfWeek.of(last))) {
        last++;
      }
      if (last > first) {
        runs.add(run(DayOfWeek.of(first), DayOfWeek.of(last - 1)));
        first = last;
      }
    }
    return String.join(",", runs);
  }

  private static String run(DayOfWeek first, DayOfWeek last) {
    return first == last ? shortName(first) : shortName(first) + "-" + shortName(last);
  }

  private static String shortName(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }
}
