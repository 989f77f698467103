// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The pieces of pause that a window's week and days off make within some time. Used once. */
final class WeekPieces {
  private final String window;
  private final ZoneId zone;
  private final WeekPlan plan;
  private final DayCalendar daysOff;
  private final Instant from;
  private final Instant until;
  private final String planWhy;

  WeekPieces(Window window, Instant from, Instant until) {
    this.window = window.name();
    this.zone = window.zone();
    this.plan = window.plan();
    this.daysOff = window.daysOff();
    this.from = from;
    this.until = until;
    this.planWhy = (window.plansAwake() ? "outside " : "") + plan + " " + zone;
  }

  /** Everything outside the awake hours, for a plan of those. */
  List<Piece> outsideHours() {
    List<Piece> awake = new ArrayList<>();
    List<Piece> dropped = new ArrayList<>();
    eachSpan((span, date) -> {
      Optional<String> dayOff = daysOff.dayOff(date);
      addSpan(dayOff.isPresent() ? dropped : awake, span, date, dayOff.orElse(planWhy));
    });
    awake.sort(Comparator.comparing(Piece::from));
    List<Piece> pieces = between(awake);
    // Hours of the evening before may reach into a day off, whose own hours then add nothing.
    dropped.forEach(piece -> pieces.addAll(outside(awake, piece)));
    return pieces;
  }

  /** The spans and the whole days off, for a plan of pauses. */
  List<Piece> inSpans() {
    List<Piece> pieces = new ArrayList<>();
    eachSpan((span, date) -> addSpan(pieces, span, date, planWhy));
    LocalDate last = lastDate();
    for (LocalDate date = firstDate(0); !date.isAfter(last); date = date.plusDays(1)) {
      LocalDate day = date;
      daysOff.dayOff(day).ifPresent(why -> pieces.add(wholeDay(day, why)));
    }
    return pieces;
  }

  private void eachSpan(SpanUse use) {
    LocalDate last = lastDate();
    for (LocalDate date = firstDate(plan.longestDays()); !date.isAfter(last); ) {
      for (WeekSpan span : plan.on(date.getDayOfWeek())) {
        use.accept(span, date);
      }
      date = date.plusDays(1);
    }
  }

  /** The first date whose spans may reach into the time, a day skipped by a gap included. */
  private LocalDate firstDate(int longestDays) {
    return LocalDate.ofInstant(from, zone).minusDays(longestDays + 2L);
  }

  private LocalDate lastDate() {
    return LocalDate.ofInstant(until, zone);
  }

  private void addSpan(List<Piece> pieces, WeekSpan span, LocalDate date, String why) {
    Instant begin = span.from(date, zone).toInstant();
    Instant end = span.until(date, zone).toInstant();
    if (begin.isBefore(end)) {
      pieces.add(new Piece(begin, end, window, why));
    }
  }

  private Piece wholeDay(LocalDate date, String why) {
    Instant begin = date.atTime(LocalTime.MIDNIGHT).atZone(zone).toInstant();
    Instant end = date.plusDays(1).atTime(LocalTime.MIDNIGHT).atZone(zone).toInstant();
    return new Piece(begin, end, window, why);
  }

  private List<Piece> between(List<Piece> awake) {
    List<Piece> pieces = new ArrayList<>();
    Instant end = from;
    for (Piece hours : awake) {
      if (end.isBefore(hours.from())) {
        pieces.add(new Piece(end, hours.from(), window, planWhy));
      }
      end = Piece.later(end, hours.until());
    }
    if (end.isBefore(until)) {
      pieces.add(new Piece(end, until, window, planWhy));
    }
    return pieces;
  }

  private static List<Piece> outside(List<Piece> awake, Piece piece) {
    List<Piece> left = List.of(piece);
    for (Piece hours : awake) {
      if (hours.overlaps(piece.from(), piece.until())) {
        left = left.stream().flatMap(p -> p.without(hours.from(), hours.until()).stream()).toList();
      }
    }
    return left;
  }

  private interface SpanUse {
    void accept(WeekSpan span, LocalDate date);
  }
}
