// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.observe;

import java.util.concurrent.atomic.AtomicLongArray;

/** The figures of one app on one event loop, which alone writes them. */
@SuppressWarnings("EnumOrdinal") // cells of an array by constant; none leaves the process
final class AppMeter {
  private final Histogram durations = new Histogram();
  private final AtomicLongArray outcomes = new AtomicLongArray(Outcome.values().length);

  void request(Outcome outcome, long nanos) {
    durations.add(nanos);
    Cells.add(outcomes, outcome.ordinal(), 1);
  }

  Histogram durations() {
    return durations;
  }

  long count(Outcome outcome) {
    return outcomes.getAcquire(outcome.ordinal());
  }
}
