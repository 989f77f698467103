// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.AppId;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.savings.LedgerInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures above the list of apps.
 *
 * @param awake apps awake or waking now
 * @param asleep apps asleep or falling asleep now
 * @param total all apps
 * @param asleepPercent share of the known app-hours of the last day spent asleep, {@code -1} when
 *     nothing is known
 * @param asleepInAll time asleep in the last day, all apps together, in words
 * @param wakes wakes that ended well in the last day
 */
public record Cards(
    long awake, long asleep, int total, int asleepPercent, String asleepInAll, long wakes) {
  static Cards of(List<TrackedApp> apps, List<LedgerInterval> day, Instant from, Instant to) {
    long known = millis(day, from, to, false);
    long asleep = millis(day, from, to, true);
    return new Cards(
        count(apps, StateName.AWAKE, StateName.WAKING),
        count(apps, StateName.ASLEEP, StateName.FALLING_ASLEEP),
        apps.size(),
        known == 0 ? -1 : (int) Math.round(100.0 * asleep / known),
        Words.round(Duration.ofMillis(asleep)),
        wakes(day));
  }

  private static long count(List<TrackedApp> apps, StateName one, StateName other) {
    return apps.stream()
        .map(app -> app.state().name())
        .filter(name -> name == one || name == other)
        .count();
  }

  private static long millis(
      List<LedgerInterval> day, Instant from, Instant to, boolean asleepOnly) {
    return day.stream()
        .filter(part -> !asleepOnly || part.state() == StateName.ASLEEP)
        .mapToLong(part -> within(part, from, to).toMillis())
        .sum();
  }

  private static Duration within(LedgerInterval part, Instant from, Instant to) {
    Instant begin = part.from().isBefore(from) ? from : part.from();
    Instant end = part.to() == null || part.to().isAfter(to) ? to : part.to();
    return end.isAfter(begin) ? Duration.between(begin, end) : Duration.ZERO;
  }

  /** Counts what followed a wake and is awake. */
  private static long wakes(List<LedgerInterval> day) {
    Map<AppId, StateName> before = new HashMap<>();
    return day.stream()
        .filter(part ->
            before.put(part.app(), part.state()) == StateName.WAKING
                && part.state() == StateName.AWAKE)
        .count();
  }
}
