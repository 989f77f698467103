// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what pauses when, from whole pauses computed for some weeks around the times that are
 * asked for. Safe for use by many threads: what was computed is replaced as a whole, and two
 * threads that compute it at once get the same, so either may stay.
 */
final class PauseIndex {
  /** How far away an end or a change is looked for: about 13 months. */
  static final Duration HORIZON = Duration.ofDays(400);

  private static final Duration BEFORE = Duration.ofDays(9);
  private static final Duration AFTER = Duration.ofDays(56);
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Source source;
  private final LongSupplier version;
  private volatile @Nullable Stretch known;

  PauseIndex(Source source, LongSupplier version) {
    this.source = source;
    this.version = version;
  }

  Optional<Pause> pauseAt(Instant at) {
    if (outOfRange(at)) {
      return Optional.empty();
    }
    List<Pause> pauses = around(at).pauses();
    int index = lastBegun(pauses, at);
    return index >= 0 && at.isBefore(pauses.get(index).until())
        ? Optional.of(seenFrom(at, pauses.get(index)))
        : Optional.empty();
  }

  Instant nextChange(Instant after) {
    if (outOfRange(after)) {
      return Instant.MAX;
    }
    List<Pause> pauses = around(after).pauses();
    int index = lastBegun(pauses, after);
    if (index >= 0 && after.isBefore(pauses.get(index).until())) {
      return withinHorizon(after, pauses.get(index).until());
    }
    return index + 1 < pauses.size()
        ? withinHorizon(after, pauses.get(index + 1).from())
        : Instant.MAX;
  }

  private static boolean outOfRange(Instant at) {
    return at.isBefore(FIRST) || at.isAfter(LAST);
  }

  private static Instant withinHorizon(Instant at, Instant change) {
    return change.isAfter(at.plus(HORIZON)) ? Instant.MAX : change;
  }

  /** What is told of a pause does not depend on how far it happened to be computed. */
  private static Pause seenFrom(Instant at, Pause pause) {
    Instant until = withinHorizon(at, pause.until());
    boolean old = pause.from().isBefore(at.minus(HORIZON));
    return old || !until.equals(pause.until())
        ? new Pause(pause.window(), old ? Instant.MIN : pause.from(), until, pause.why())
        : pause;
  }

  /** Index of the last pause that begins at that time or before, -1 if none does. */
  private static int lastBegun(List<Pause> pauses, Instant at) {
    int low = 0;
    int high = pauses.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pauses.get(middle).from().isAfter(at)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low - 1;
  }

  private Stretch around(Instant at) {
    Stretch stretch = known;
    long current = version.getAsLong();
    if (stretch == null || stretch.version() != current || !stretch.covers(at)) {
      stretch = compute(at, current);
      known = stretch;
    }
    return stretch;
  }

  /**
   * Answers are exact between the first and the last change seen, as all pauses there are whole.
   * Where no change is near, the horizon is searched, so that they are exact for the weeks around.
   */
  private Stretch compute(Instant at, long current) {
    Instant from = at.minus(BEFORE);
    Instant until = at.plus(AFTER);
    List<Pause> pauses = pauses(from, until);
    List<Instant> changes = changes(pauses, from, until);
    boolean nearBefore = !changes.isEmpty() && !changes.getFirst().isAfter(at);
    boolean nearAfter = !changes.isEmpty() && changes.getLast().isAfter(at);
    if (nearBefore && nearAfter) {
      return new Stretch(current, changes.getFirst(), changes.getLast(), pauses);
    }
    Instant wideFrom = nearBefore ? from : from.minus(HORIZON);
    Instant wideUntil = nearAfter ? until : until.plus(HORIZON);
    List<Pause> wide = pauses(wideFrom, wideUntil);
    List<Instant> far = changes(wide, wideFrom, wideUntil);
    Instant first = nearBefore ? changes.getFirst() : from.plusSeconds(1);
    Instant last = nearAfter ? changes.getLast() : until;
    return new Stretch(
        current, first, far.isEmpty() ? last : Piece.later(last, far.getLast()), wide);
  }

  private static List<Instant> changes(List<Pause> pauses, Instant from, Instant until) {
    List<Instant> changes = new ArrayList<>(2 * pauses.size());
    for (Pause pause : pauses) {
      changes.add(pause.from());
      changes.add(pause.until());
    }
    // What is cut at an edge does not change there.
    changes.removeIf(change -> !change.isAfter(from) || !change.isBefore(until));
    return changes;
  }

  private List<Pause> pauses(Instant from, Instant until) {
    List<Piece> pieces = new ArrayList<>(source.pieces(from, until));
    Collections.sort(pieces, Comparator.comparing(Piece::from));
    List<Pause> pauses = new ArrayList<>();
    for (int first = 0; first < pieces.size(); ) {
      Instant end = pieces.get(first).until();
      int next = first + 1;
      while (next < pieces.size() && !pieces.get(next).from().isAfter(end)) {
        end = Piece.later(end, pieces.get(next).until());
        next++;
      }
      pauses.add(Reasons.pause(pieces.subList(first, next), end));
      first = next;
    }
    return List.copyOf(pauses);
  }

  /** Where pieces of pause come from. */
  interface Source {
    /** All pieces within that time, cut to it, in no order. */
    List<Piece> pieces(Instant from, Instant until);
  }

  /** What was computed: exact answers from one time until another. */
  private record Stretch(long version, Instant from, Instant until, List<Pause> pauses) {
    boolean covers(Instant at) {
      return !at.isBefore(from) && at.isBefore(until);
    }
  }
}
