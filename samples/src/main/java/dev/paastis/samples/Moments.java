// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.time.Duration;
import java.time.Instant;

/**
 * The moments of a process's life, by the machine's clock. The only place where a sample looks at
 * the clock.
 */
final class Moments {
  private final Instant main = now();
  private volatile Instant bound = main;

  /** Now, to the microsecond. */
  static Instant now() {
    return Instant.now();
  }

  /** Notes that the port is bound. */
  void portBound() {
    bound = now();
  }

  /** How long ago the program began to run. */
  Duration age() {
    return Duration.between(main, now());
  }

  /** From the beginning of the program to the bound port. */
  Duration untilBound() {
    return Duration.between(main, bound);
  }

  /** When the program began, in nanoseconds since 1970. */
  long mainNanos() {
    return epochNanos(main);
  }

  /** When the port was bound, in nanoseconds since 1970. */
  long boundNanos() {
    return epochNanos(bound);
  }

  private static long epochNanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
