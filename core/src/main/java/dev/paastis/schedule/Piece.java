// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time in which one reason pauses.
 *
 * @param from included
 * @param until excluded
 * @param window name of the window
 * @param why for people
 */
record Piece(Instant from, Instant until, String window, String why) {
  boolean overlaps(Instant from, Instant until) {
    return this.from.isBefore(until) && from.isBefore(this.until);
  }

  /** The part of it within the given time, which it overlaps. */
  Piece cut(Instant from, Instant until) {
    boolean within = !this.from.isBefore(from) && !until.isBefore(this.until);
    return within
        ? this
        : new Piece(later(from, this.from), earlier(until, this.until), window, why);
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** What is left of it outside the given time: nothing, one piece or two. */
  List<Piece> without(Instant from, Instant until) {
    if (!overlaps(from, until)) {
      return List.of(this);
    }
    List<Piece> left = new ArrayList<>(2);
    if (this.from.isBefore(from)) {
      left.add(new Piece(this.from, from, window, why));
    }
    if (until.isBefore(this.until)) {
      left.add(new Piece(until, this.until, window, why));
    }
    return left;
  }
}
