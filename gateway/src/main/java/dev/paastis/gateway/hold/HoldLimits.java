// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import java.time.Duration;

/**
 * How many requests may be held, and how long.
 *
 * @param perApp at most so many of one app
 * @param perSpace at most so many of all apps of a space
 * @param time at most so long each
 */
public record HoldLimits(int perApp, int perSpace, Duration time) {
  /** Room for a rush on one app, and for two rushes in one space. */
  public static final HoldLimits DEFAULT = new HoldLimits(20_000, 50_000, Duration.ofSeconds(60));

  /** Validates the limits. */
  public HoldLimits {
    if (perApp < 0 || perSpace < 0) {
      throw new IllegalArgumentException(
          "hold limits must not be negative, got: perApp %d, perSpace %d"
              .formatted(perApp, perSpace));
    }
    if (!time.isPositive()) {
      throw new IllegalArgumentException("hold time must be positive, got: " + time);
    }
  }
}
