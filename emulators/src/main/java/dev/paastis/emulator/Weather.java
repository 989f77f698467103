// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import dev.paastis.emulator.Faults.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** What goes wrong all the time, with any call. Safe for use by many threads. */
final class Weather {
  /** Always the same numbers, so that a run in bad weather can be repeated. */
  private final SplittableRandom random = new SplittableRandom(20_261_120);

  private Duration latency = Duration.ZERO;
  private double rate;
  private Fault failure = new Fault.CutBefore();

  synchronized void delay(Duration by) {
    latency = by;
  }

  synchronized void fail(double share, Answer answer) {
    rate = share;
    failure = new Fault.Instead(answer);
  }

  synchronized void clear() {
    latency = Duration.ZERO;
    rate = 0;
  }

  /** By how much every answer comes later. */
  synchronized Duration latency() {
    return latency;
  }

  /** The failure, for some calls. */
  synchronized Optional<Fault> strike() {
    return rate > 0 && random.nextDouble() < rate ? Optional.of(failure) : Optional.empty();
  }
}
