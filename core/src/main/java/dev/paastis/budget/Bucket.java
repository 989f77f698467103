// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import dev.paastis.provider.ApiLimit;
import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket at one moment. A value: the arithmetic of limits, without clock or store.
 *
 * @param tokens calls free at {@code at}; a fraction is on its way
 * @param at when it was so
 * @param shutUntil before which nothing is free, whatever the tokens
 */
public record Bucket(double tokens, Instant at, Instant shutUntil) {
  private static final double NANOS = 1e9;

  /** A full one. */
  public static Bucket full(ApiLimit limit, Instant at) {
    return new Bucket(limit.burst(), at, at);
  }

  /** The same bucket later; a clock that went back fills nothing. */
  public Bucket later(ApiLimit limit, Instant now) {
    Instant from = shutUntil.isAfter(at) ? shutUntil : at;
    if (!now.isAfter(from)) {
      return this;
    }
    double filled = Duration.between(from, now).toNanos() / NANOS * limit.perSecond();
    return new Bucket(Math.min(limit.burst(), tokens + filled), now, shutUntil);
  }

  /** Whether one more may be taken so that as many are left. */
  public boolean grants(int keep, Instant now) {
    return !now.isBefore(shutUntil) && tokens >= keep + 1;
  }

  /** One less. */
  public Bucket taken() {
    return new Bucket(tokens - 1, at, shutUntil);
  }

  /** With that many tokens. */
  public Bucket holding(double other) {
    return new Bucket(other, at, shutUntil);
  }

  /** Empty, and shut until then. */
  public Bucket shut(Instant until) {
    return new Bucket(0, at, until.isAfter(shutUntil) ? until : shutUntil);
  }

  /** When it will grant. */
  public Duration freeIn(ApiLimit limit, int keep, Instant now) {
    double missing = Math.max(0, keep + 1 - tokens);
    Duration filling = Duration.ofNanos((long) Math.ceil(missing / limit.perSecond() * NANOS));
    Duration shut = Duration.between(now, shutUntil);
    return shut.isPositive() ? shut.plus(filling) : filling;
  }
}
