// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.TimezoneAssignment;
import biweekly.io.text.ICalReader;
import biweekly.property.DateStart;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;

/**
 * Reads the days off out of an iCalendar text (RFC 5545), within some dates. An event without times
 * is off on all its days; one with times only on the days that it covers whole, in its own zone.
 * What repeats, is excepted or was moved is counted as the calendar shows it. Used once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5545">RFC 5545</a>
 */
final class AbsenceReader {
  private static final int MOST_EVENTS = 5_000;

  private final ZoneId zone;
  private final LocalDate from;
  private final LocalDate until;
  private final Map<LocalDate, Set<String>> days = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Repetition repetition;

  /**
   * Reads events that touch the dates from one until another.
   *
   * @param zone of events that are given in UTC
   */
  AbsenceReader(ZoneId zone, LocalDate from, LocalDate until) {
    this.zone = zone;
    this.from = from;
    this.until = until;
    this.repetition = new Repetition(until);
  }

  /**
   * Reads a feed's text.
   *
   * @throws IOException if it is no calendar
   */
  Absences read(String text) throws IOException {
    try {
      return readAll(text);
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      throw new IOException("it is no iCalendar that can be read: " + e, e);
    }
  }

  private Absences readAll(String text) throws IOException {
    List<ICalendar> calendars = parse(text);
    List<Event> events = new ArrayList<>();
    for (ICalendar calendar : calendars) {
      calendar.getEvents().stream()
          .filter(event -> event.getDateStart() != null && event.getDateStart().getValue() != null)
          .forEach(event -> events.add(new Event(event, zone(calendar, event))));
    }
    if (events.size() > MOST_EVENTS) {
      problems.add("it has " + events.size() + " events, of which the first 5000 count");
    }
    Map<String, Set<String>> moved = moved(events);
    for (Event event : events.subList(0, Math.min(events.size(), MOST_EVENTS))) {
      add(event, moved.getOrDefault(event.uid(), Set.of()));
    }
    return new Absences(reasons(), List.copyOf(problems), from, until);
  }

  private List<ICalendar> parse(String text) throws IOException {
    try (ICalReader reader = new ICalReader(text)) {
      reader.setDefaultTimezone(TimeZone.getTimeZone(zone));
      List<ICalendar> calendars = new ArrayList<>();
      for (ICalendar next = reader.readNext(); next != null; next = reader.readNext()) {
        calendars.add(next);
        note(reader.getWarnings());
      }
      if (calendars.isEmpty()) {
        throw new IOException("it is no iCalendar (BEGIN:VCALENDAR is missing)");
      }
      return calendars;
    }
  }

  private void note(List<ParseWarning> warnings) {
    // Zones and attendees are often written carelessly; only what dates an event matters here.
    List<ParseWarning> dates =
        warnings.stream().filter(warning -> Event.DATES.contains(name(warning))).toList();
    if (!dates.isEmpty()) {
      ParseWarning first = dates.getFirst();
      problems.add(
          "line %d, %s, cannot be read%s"
              .formatted(
                  first.getLineNumber(),
                  first.getPropertyName(),
                  dates.size() > 1 ? ", and " + (dates.size() - 1) + " more lines" : ""));
    }
  }

  private static String name(ParseWarning warning) {
    String name = warning.getPropertyName();
    return name == null ? "" : name;
  }

  private TimeZone zone(ICalendar calendar, VEvent event) {
    DateStart start = event.getDateStart();
    TimezoneAssignment assigned = calendar.getTimezoneInfo().getTimezone(start);
    return assigned == null ? TimeZone.getTimeZone(zone) : assigned.getTimeZone();
  }

  /** By event, the starts of repetitions that stand in the feed as events of their own. */
  private static Map<String, Set<String>> moved(List<Event> events) {
    return events.stream()
        .filter(Event::replacesRepetition)
        .collect(
            Collectors.groupingBy(
                Event::uid, Collectors.mapping(Event::replaced, Collectors.toSet())));
  }

  private void add(Event event, Set<String> moved) {
    if (event.cancelled()) {
      return;
    }
    try {
      repetition
          .starts(event, event.replacesRepetition() ? Set.of() : moved)
          .forEach(start -> addDays(event.days(start), event.summary()));
    } catch (TooMuch e) {
      problems.add("event \"" + event.summary() + "\" " + e.getMessage());
    } catch (DateTimeException | ArithmeticException e) {
      problems.add("event \"" + event.summary() + "\" has no real date: " + e.getMessage());
    }
  }

  private void addDays(Event.Days whole, String summary) {
    LocalDate date = whole.from().isBefore(from) ? from : whole.from();
    LocalDate end = whole.until().isAfter(until) ? until : whole.until();
    for (; date.isBefore(end); date = date.plusDays(1)) {
      days.computeIfAbsent(date, _ -> new LinkedHashSet<>()).add(summary);
    }
  }

  private Map<LocalDate, String> reasons() {
    return days.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> reason(entry.getValue())));
  }

  private static String reason(Set<String> summaries) {
    String shown = summaries.stream().limit(3).collect(Collectors.joining(", "));
    return summaries.size() > 3 ? shown + " and " + (summaries.size() - 3) + " more" : shown;
  }

  /** An event that asks for more than is given. */
  static final class TooMuch extends Exception {
    private static final long serialVersionUID = 1;

    TooMuch(String message) {
      super(message);
    }
  }
}
