// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.WhenText;
import dev.paastis.schedule.Pause;
import dev.paastis.schedule.Window;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells what lies ahead of windows.
 *
 * @param clock wall time
 */
record WindowAhead(InstantSource clock) {
  private static final int DAYS_AHEAD = 120;
  private static final int DAYS_TOLD = 4;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

  /** Whether it pauses now. */
  boolean pausesNow(Window window) {
    return window.pauseAt(clock.instant()).isPresent();
  }

  /** Its next change, in words. */
  String next(Window window) {
    Instant now = clock.instant();
    WhenText when = new WhenText(now, window.zone());
    Optional<Pause> pause = window.pauseAt(now);
    Instant change = pause.map(Pause::until).orElseGet(() -> window.nextChange(now));
    if (change.equals(Instant.MAX)) {
      return pause.isPresent() ? "pauses now, without an end" : "never pauses";
    }
    return (pause.isPresent() ? "pauses until " : "pauses from ") + when.of(change);
  }

  /** Its next days off. */
  List<String> daysOff(Window window) {
    LocalDate today = clock.instant().atZone(window.zone()).toLocalDate();
    return today
        .datesUntil(today.plusDays(DAYS_AHEAD))
        .flatMap(date ->
            window.daysOff().dayOff(date).map(why -> DATE.format(date) + ", " + why).stream())
        .limit(DAYS_TOLD)
        .toList();
  }
}
