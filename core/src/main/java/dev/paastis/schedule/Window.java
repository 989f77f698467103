// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scheduled pause: a week plan in a zone, with days off and one-off exceptions. The plan says
 * either when apps are awake, and they are paused at all other times, or when they are paused. No
 * awake hours begin on a day off; a plan of pauses pauses all of a day off as well. Of exceptions
 * that overlap, the last one given counts.
 *
 * <p>Local times become instants as {@link java.time.LocalDateTime#atZone} makes them: a time that
 * a clock change skips moves forward by the length of the gap, a time that comes twice is the
 * earlier one, once. A night of 20:00 to 08:00 lasts 11 hours in spring, 13 in autumn.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Window implements Pauses {
  private final String name;
  private final ZoneId zone;
  private final Week week;
  private final DayCalendar daysOff;
  private final List<OneOff> oneOffs;
  private final PauseIndex index;

  private Window(String name, ZoneId zone, Week week, DayCalendar daysOff, List<OneOff> oneOffs) {
    this.name = name;
    this.zone = zone;
    this.week = week;
    this.daysOff = daysOff;
    this.oneOffs = oneOffs;
    this.index = new PauseIndex(this::pieces, daysOff::version);
  }

  /** Paused at all times except in those hours. */
  public static Window awake(String name, ZoneId zone, WeekPlan hours) {
    return new Window(name, zone, new Week(hours, true), DayCalendar.none(), List.of());
  }

  /** Paused in those spans. */
  public static Window pausing(String name, ZoneId zone, WeekPlan spans) {
    return new Window(name, zone, new Week(spans, false), DayCalendar.none(), List.of());
  }

  /** This window with those days off, in place of those it had. */
  public Window withDaysOff(DayCalendar calendar) {
    return new Window(name, zone, week, calendar, oneOffs);
  }

  /** This window with those exceptions, in place of those it had. */
  public Window withOneOffs(List<OneOff> exceptions) {
    return new Window(name, zone, week, daysOff, List.copyOf(exceptions));
  }

  /** The name that people gave it. */
  public String name() {
    return name;
  }

  /** The zone of its local times. */
  public ZoneId zone() {
    return zone;
  }

  /** The hours in which apps are awake, or the spans in which they are paused. */
  public WeekPlan plan() {
    return week.plan();
  }

  /** Whether the plan says when apps are awake. */
  public boolean plansAwake() {
    return week.awake();
  }

  /** The days off. */
  public DayCalendar daysOff() {
    return daysOff;
  }

  /** The exceptions, in their order. */
  public List<OneOff> oneOffs() {
    return oneOffs;
  }

  @Override
  public Optional<Pause> pauseAt(Instant at) {
    return index.pauseAt(at);
  }

  @Override
  public Instant nextChange(Instant after) {
    return index.nextChange(after);
  }

  /** All pieces of pause within that time, cut to it, in no order. */
  List<Piece> pieces(Instant from, Instant until) {
    WeekPieces weekly = new WeekPieces(this, from, until);
    List<Piece> pieces = week.awake() ? weekly.outsideHours() : weekly.inSpans();
    for (OneOff oneOff : oneOffs) {
      pieces = changed(pieces, oneOff);
    }
    return pieces.stream()
        .filter(piece -> piece.overlaps(from, until))
        .map(piece -> piece.cut(from, until))
        .toList();
  }

  private List<Piece> changed(List<Piece> pieces, OneOff oneOff) {
    List<Piece> changed = new ArrayList<>();
    if (oneOff.awake()) {
      pieces.forEach(piece -> changed.addAll(piece.without(oneOff.from(), oneOff.until())));
    } else {
      changed.addAll(pieces);
      changed.add(new Piece(oneOff.from(), oneOff.until(), name, oneOff.why()));
    }
    return changed;
  }

  /** Name, plan and zone, for logs. */
  @Override
  public String toString() {
    return "%s (%s %s, %s)".formatted(name, week.awake() ? "awake" : "paused", plan(), zone);
  }

  private record Week(WeekPlan plan, boolean awake) {}
}
