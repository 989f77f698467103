// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.calendar;

import biweekly.component.VEvent;
import biweekly.property.DateEnd;
import biweekly.property.DurationProperty;
import biweekly.property.RecurrenceId;
import biweekly.property.Summary;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An event, in the local time of its zone: days off are whole days there, whatever its offset is.
 *
 * @param event that has a start
 * @param zone of its start
 */
record Event(VEvent event, TimeZone zone) {
  /** Properties without which an event falls on other days. */
  static final Set<String> DATES =
      Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID");

  private static final int LONGEST_SUMMARY = 80;

  String uid() {
    return event.getUid() == null || event.getUid().getValue() == null
        ? ""
        : event.getUid().getValue();
  }

  String summary() {
    Summary summary = event.getSummary();
    String text = summary == null || summary.getValue() == null ? "" : summary.getValue();
    String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
    if (plain.isEmpty()) {
      return "day off";
    }
    return plain.length() > LONGEST_SUMMARY
        ? plain.substring(0, LONGEST_SUMMARY).strip() + "..."
        : plain;
  }

  boolean cancelled() {
    return event.getStatus() != null && event.getStatus().isCancelled();
  }

  boolean allDay() {
    return !event.getDateStart().getValue().hasTime();
  }

  LocalDateTime start() {
    return local(event.getDateStart().getValue());
  }

  /** How it repeats. */
  Optional<Recurrence> rule() {
    return Optional.ofNullable(event.getRecurrenceRule()).map(rule -> rule.getValue());
  }

  /** Starts of further repetitions. */
  List<LocalDateTime> furtherStarts() {
    return event.getRecurrenceDates().stream()
        .flatMap(dates ->
            Stream.concat(
                dates.getDates().stream(),
                dates.getPeriods().stream().map(period -> period.getStartDate())))
        .map(this::local)
        .toList();
  }

  /** Starts that are left out, by {@link #key}. */
  Set<String> excepted() {
    return event.getExceptionDates().stream()
        .flatMap(dates -> dates.getValues().stream())
        .map(this::key)
        .collect(Collectors.toSet());
  }

  boolean replacesRepetition() {
    RecurrenceId id = event.getRecurrenceId();
    return id != null && id.getValue() != null;
  }

  /** The start that it replaces, by {@link #key}. */
  String replaced() {
    return key(event.getRecurrenceId().getValue());
  }

  /** Names a start: by its date alone where the feed gives no more. */
  private String key(ICalDate date) {
    return date.hasTime() ? local(date).toString() : local(date).toLocalDate().toString();
  }

  /** Whether a start is among those named. */
  static boolean named(Set<String> keys, LocalDateTime start) {
    return keys.contains(start.toString()) || keys.contains(start.toLocalDate().toString());
  }

  /** The whole days that it covers when it starts then. */
  Days days(LocalDateTime start) {
    LocalDate first = start.toLocalDate();
    if (allDay()) {
      return new Days(first, first.plusDays(Math.max(1, length().toDays())));
    }
    boolean atMidnight = start.toLocalTime().equals(LocalTime.MIDNIGHT);
    return new Days(atMidnight ? first : first.plusDays(1), start.plus(length()).toLocalDate());
  }

  private Duration length() {
    DateEnd end = event.getDateEnd();
    if (end != null && end.getValue() != null) {
      return Duration.between(start(), local(end.getValue()));
    }
    DurationProperty duration = event.getDuration();
    return duration == null || duration.getValue() == null
        ? Duration.ZERO
        : Duration.ofMillis(duration.getValue().toMillis());
  }

  /** A date of the event in its zone: as it is written, unless it is written in UTC. */
  LocalDateTime local(ICalDate date) {
    DateTimeComponents written = date.getRawComponents();
    if (written == null || (written.isUtc() && !allDay())) {
      Instant instant = date.toInstant();
      int offsetMillis = zone.getOffset(instant.toEpochMilli());
      return LocalDateTime.ofInstant(instant.plusMillis(offsetMillis), ZoneOffset.UTC);
    }
    return LocalDateTime.of(
        written.getYear(),
        written.getMonth(),
        written.getDate(),
        written.getHour(),
        written.getMinute());
  }

  /** Some days in a row. */
  record Days(LocalDate from, LocalDate until) {}
}
