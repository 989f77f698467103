// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.provider.Readiness;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Intervals between probes: densest where the app has become ready before, wider elsewhere. Without
 * a history the first two seconds are dense, since most small apps are ready within them.
 */
final class Pace {
  private static final Duration DENSE_WITHOUT_HISTORY = Duration.ofSeconds(2);

  private Pace() {}

  static Duration next(Readiness readiness, @Nullable WakeEstimate estimate, Duration elapsed) {
    return dense(estimate, elapsed) ? readiness.probeEvery() : readiness.probeAtMost();
  }

  private static boolean dense(@Nullable WakeEstimate estimate, Duration elapsed) {
    if (estimate == null) {
      return elapsed.compareTo(DENSE_WITHOUT_HISTORY) < 0;
    }
    Duration from = estimate.usual().multipliedBy(7).dividedBy(10);
    Duration to = estimate.atMost().multipliedBy(12).dividedBy(10);
    return elapsed.compareTo(from) >= 0 && elapsed.compareTo(to) <= 0;
  }
}
