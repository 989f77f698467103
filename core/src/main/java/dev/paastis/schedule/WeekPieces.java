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
import java.util.function.Consumer;

/** The pieces of pause that a window's week and days off make within some time. Used once. */
final class WeekPieces {
  private final String window;
  private final ZoneId zone;
  private final LocalClock clock;
  private final WeekPlan plan;
  private final DayCalendar daysOff;
  private final Instant from;
  private final Instant until;
  private final String planWhy;

  WeekPieces(Window window, Instant from, Instant until) {
    this.window = window.name();
    this.zone = window.zone();
    this.clock = new LocalClock(zone);
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
    eachDate(
        plan.longestDays(),
        date -> {
          List<WeekSpan> spans = plan.on(date.getDayOfWeek());
          if (!spans.isEmpty()) {
            Optional<String> dayOff = daysOff.dayOff(date);
            addSpans(dayOff.isPresent() ? dropped : awake, spans, date, dayOff.orElse(planWhy));
          }
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
    eachDate(
        Math.max(1, plan.longestDays()),
        date -> {
          addSpans(pieces, plan.on(date.getDayOfWeek()), date, planWhy);
          daysOff.dayOff(date).ifPresent(why -> pieces.add(wholeDay(date, why)));
        });
    return pieces;
  }

  private void eachDate(int longestDays, Consumer<LocalDate> use) {
    // A day more on each side: a gap may move a span by up to a day.
    LocalDate last = LocalDate.ofInstant(until, zone).plusDays(1);
    LocalDate date = LocalDate.ofInstant(from, zone).minusDays(longestDays + 2L);
    while (!date.isAfter(last)) {
      use.accept(date);
      date = date.plusDays(1);
    }
  }

  private void addSpans(List<Piece> pieces, List<WeekSpan> spans, LocalDate date, String why) {
    for (WeekSpan span : spans) {
      Instant begin = span.from(date, clock);
      Instant end = span.until(date, clock);
      if (begin.isBefore(end)) {
        pieces.add(new Piece(begin, end, window, why));
      }
    }
  }

  private Piece wholeDay(LocalDate date, String why) {
    Instant begin = clock.at(date.toEpochDay(), LocalTime.MIDNIGHT);
    Instant end = clock.at(date.toEpochDay() + 1, LocalTime.MIDNIGHT);
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
}
