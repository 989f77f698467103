// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesEqualTheClockTest {
  private static final int WINDOWS = 6;

  @ParameterizedTest
  @CsvSource({
    "Europe/Paris, 2026, 1",
    "Europe/Paris, 2027, 2",
    "America/New_York, 2027, 3",
    "Australia/Lord_Howe, 2027, 4",
    "Africa/Casablanca, 2026, 5",
    "Africa/Casablanca, 2027, 6",
    "Atlantic/Canary, 2027, 7",
    "Australia/Sydney, 2028, 8",
    "Indian/Reunion, 2027, 9",
    "Pacific/Apia, 2011, 10",
    "Antarctica/Troll, 2027, 11",
    "Asia/Beirut, 2027, 12",
    "America/Caracas, 2016, 13"
  })
  void every_minute_is_decided_as_by_the_clock_on_the_wall(ZoneId zone, int year, long seed) {
    LocalDate from = LocalDate.of(year, 1, 1);
    LocalDate until = from.plusDays(370);
    Random random = new Random(seed);
    List<Window> windows = new ArrayList<>();
    List<MinuteWalk> walks = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      RandomWindow window = RandomWindow.of(random, from, until);
      windows.add(window.in(zone));
      walks.add(new MinuteWalk(window, zone, from));
    }
    Windows together = Windows.of(windows.subList(0, 2));
    Instant end = until.atStartOfDay(zone).toInstant();
    Expected both = new Expected(together);
    List<Expected> each = windows.stream().map(Expected::new).toList();
    while (walks.getFirst().now().isBefore(end)) {
      Instant now = walks.getFirst().now();
      for (int i = 0; i < WINDOWS; i++) {
        each.get(i).check(now, walks.get(i).paused());
      }
      both.check(now, walks.get(0).paused() || walks.get(1).paused());
      walks.forEach(MinuteWalk::next);
    }
  }

  /** What the product says now, and has said before of when that changes. */
  private static final class Expected {
    private final Pauses pauses;
    private boolean paused;
    private Instant change = Instant.MIN;

    Expected(Pauses pauses) {
      this.pauses = pauses;
    }

    void check(Instant now, boolean reference) {
      if (pauses.pauseAt(now).isPresent() != reference) {
        assertThat(pauses.pauseAt(now))
            .as("%s at %s", pauses, now)
            .matches(p -> p.isPresent() == reference);
      }
      if (change.equals(Instant.MIN) || reference != paused) {
        assertThat(change).as("change of %s", pauses).isIn(Instant.MIN, now);
        change = pauses.nextChange(now);
        paused = reference;
        pauses.pauseAt(now).ifPresent(pause -> assertThat(pause.until()).isEqualTo(change));
      }
      if (now.equals(change)) {
        assertThat(reference).as("%s at %s", pauses, now).isNotEqualTo(paused);
      }
    }
  }
}
