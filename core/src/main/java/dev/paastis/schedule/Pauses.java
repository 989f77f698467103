// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * When apps are paused by the calendar. Safe for use by many threads; both questions are answered
 * from what was computed for some weeks around, so asking again costs far less than a microsecond.
 * Times before the year 1 and after 9999 are never paused.
 */
public sealed interface Pauses permits Window, Windows {
  /** The pause that holds at that time, at its full length. */
  Optional<Pause> pauseAt(Instant at);

  /**
   * The first time after the given one at which a pause begins or ends; {@link Instant#MAX} if none
   * does within about 13 months.
   */
  Instant nextChange(Instant after);

  /** Whether apps may be awake at some time within about 13 months. */
  default boolean everAwake(Instant from) {
    return pauseAt(from).isEmpty() || !nextChange(from).equals(Instant.MAX);
  }

  /** Whether apps are paused at some time within about 13 months. */
  default boolean everPauses(Instant from) {
    return pauseAt(from).isPresent() || !nextChange(from).equals(Instant.MAX);
  }
}
