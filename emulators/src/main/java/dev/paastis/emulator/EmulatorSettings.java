// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How an emulator is set up.
 *
 * @param port port of the API, 0 for any
 * @param apps how many apps the account has at first
 * @param token the token with all rights
 * @param clock wall clock
 * @param pace how long operations take
 */
public record EmulatorSettings(int port, int apps, String token, InstantSource clock, Pace pace) {
  /** Validates the values. */
  public EmulatorSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, got: " + port);
    }
    if (apps < 0 || apps > 100_000) {
      throw new IllegalArgumentException("apps must be 0 to 100000, got: " + apps);
    }
  }

  /**
   * How long operations take.
   *
   * @param start from the accepted order to the end of the platform's operation
   * @param boot from then until the app accepts connections
   * @param stop from the accepted order until nothing runs
   */
  public record Pace(Duration start, Duration boot, Duration stop) {
    /** Short enough to watch. */
    public static final Pace DEFAULT =
        new Pace(Duration.ofMillis(800), Duration.ofMillis(700), Duration.ofMillis(600));

    /** Everything is done at once. */
    public static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
