// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** What the platform would charge: time at an hourly price, per thing. Safe for many threads. */
public final class Bill {
  private final InstantSource clock;
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, BigDecimal> charged = new HashMap<>();

  /** A bill by that clock. */
  public Bill(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on that thing costs so much an hour; nothing when the price is zero. */
  public synchronized void price(String thing, BigDecimal perHour) {
    settle(thing);
    running.remove(thing);
    if (perHour.signum() > 0) {
      running.put(thing, new Running(perHour, clock.instant()));
    }
  }

  /** What a thing has cost so far, in the platform's currency. */
  public synchronized BigDecimal of(String thing) {
    settle(thing);
    return charged.getOrDefault(thing, BigDecimal.ZERO).setScale(6, RoundingMode.HALF_UP);
  }

  private void settle(String thing) {
    Running now = running.get(thing);
    if (now != null) {
      Instant at = clock.instant();
      BigDecimal hours =
          BigDecimal.valueOf(Duration.between(now.since(), at).toNanos())
              .divide(BigDecimal.valueOf(3_600_000_000_000L), 12, RoundingMode.HALF_UP);
      charged.merge(thing, hours.multiply(now.perHour()), BigDecimal::add);
      running.put(thing, new Running(now.perHour(), at));
    }
  }

  private record Running(BigDecimal perHour, Instant since) {}
}
