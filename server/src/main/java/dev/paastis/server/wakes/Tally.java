// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wakes;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What some wakes came to; the costliest sort first.
 *
 * @param apps names of the apps that were woken
 * @param wakes how many wakes
 * @param alone how many of them nobody followed
 * @param awakeAlone time that apps were awake after those
 * @param last when the last of them began
 */
public record Tally(List<String> apps, int wakes, int alone, Duration awakeAlone, Instant last)
    implements Comparable<Tally> {
  private static final Comparator<Tally> COSTLIEST_FIRST =
      Comparator.comparing(Tally::awakeAlone)
          .thenComparingInt(Tally::wakes)
          .thenComparing(Tally::last)
          .reversed();

  /** Adds up wakes, at least one. */
  static Tally of(Collection<Visit> visits) {
    Duration awake =
        visits.stream()
            .filter(Visit::alone)
            .map(visit -> Objects.requireNonNull(visit.end()).awake())
            .reduce(Duration.ZERO, Duration::plus);
    return new Tally(
        visits.stream().map(Visit::app).distinct().sorted().toList(),
        visits.size(),
        (int) visits.stream().filter(Visit::alone).count(),
        awake,
        visits.stream().map(Visit::at).max(Comparator.naturalOrder()).orElseThrow());
  }

  @Override
  public int compareTo(Tally other) {
    return COSTLIEST_FIRST.compare(this, other);
  }
}
