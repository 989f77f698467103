// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.time.Duration;

/**
 * How often one client may ask.
 *
 * @param requests so often, zero for no limit
 * @param per in such a time
 * @param burst so often at once
 */
public record RateLimit(int requests, Duration per, int burst) {
  /** No limit, in place of one that there would be. */
  public static final RateLimit OFF = new RateLimit(0, Duration.ofSeconds(1), 0);

  /** Validates the figures. */
  public RateLimit {
    if (requests < 0 || burst < 0 || !per.isPositive()) {
      throw new IllegalArgumentException(
          "a rate limit needs positive figures, got: %d per %s, at once %d"
              .formatted(requests, per, burst));
    }
  }
}
