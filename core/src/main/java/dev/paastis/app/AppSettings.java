// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Duration;

/**
 * How an app sleeps and wakes.
 *
 * @param idleTimeout time without activity before sleep; positive
 * @param wakeTimeout longest time a wake may take before it counts as failed; positive
 * @param wakesPerHour wakes by requests allowed in an hour; more are refused; positive
 */
public record AppSettings(Duration idleTimeout, Duration wakeTimeout, int wakesPerHour) {
  /** Idle time before sleep where nothing else is said. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(15);

  /** Longest wake where nothing else is said. */
  public static final Duration DEFAULT_WAKE_TIMEOUT = Duration.ofSeconds(60);

  /** Wakes by requests in an hour where nothing else is said: one every fifteen seconds. */
  public static final int DEFAULT_WAKES_PER_HOUR = 240;

  /** Settings of an app about which nothing is said. */
  public static final AppSettings DEFAULT =
      new AppSettings(DEFAULT_IDLE_TIMEOUT, DEFAULT_WAKE_TIMEOUT, DEFAULT_WAKES_PER_HOUR);

  /** Validates the values. */
  public AppSettings {
    requirePositive("idle timeout", idleTimeout);
    requirePositive("wake timeout", wakeTimeout);
    if (wakesPerHour <= 0) {
      throw new IllegalArgumentException("wakes per hour must be positive, got: " + wakesPerHour);
    }
  }

  private static void requirePositive(String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(what + " must be positive, got: " + value);
    }
  }
}
