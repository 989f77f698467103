// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * How an emulator is set up.
 *
 * @param port port of the API, 0 for any
 * @param apps how many apps the account has at first
 * @param token the token with all rights
 * @param clock wall clock
 * @param pace how long operations take
 * @param limited whether the vendor's rate limits hold
 * @param names what the first apps are called, at Platform.sh the first projects; those beyond have
 *     the sample's names
 */
public record EmulatorSettings(
    int port,
    int apps,
    String token,
    InstantSource clock,
    Pace pace,
    boolean limited,
    List<String> names) {
  /** Validates the values. */
  public EmulatorSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, got: " + port);
    }
    if (apps < 0 || apps > 100_000) {
      throw new IllegalArgumentException("apps must be 0 to 100000, got: " + apps);
    }
    names = List.copyOf(names);
  }

  /** With the vendor's rate limits and the sample's names. */
  public EmulatorSettings(int port, int apps, String token, InstantSource clock, Pace pace) {
    this(port, apps, token, clock, pace, true, List.of());
  }

  /** The same without rate limits. */
  public EmulatorSettings unlimited() {
    return new EmulatorSettings(port, apps, token, clock, pace, false, names);
  }

  /** The same with other names. */
  public EmulatorSettings named(List<String> others) {
    return new EmulatorSettings(port, apps, token, clock, pace, limited, others);
  }

  /**
   * What an app is called.
   *
   * @param number from 0
   * @param sample its name in the sample
   */
  public String name(int number, String sample) {
    return number < names.size() ? names.get(number) : sample;
  }

  /**
   * A rate limit of the vendor's, which never refuses anything when limits do not hold.
   *
   * @param calls calls at once
   * @param per time in which an empty bucket fills
   */
  public TokenBucket bucket(int calls, Duration per) {
    return limited ? new TokenBucket(calls, per, clock) : TokenBucket.endless(calls, per, clock);
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

    /** The same with another time to boot. */
    public Pace booting(Duration time) {
      return new Pace(start, time, stop);
    }
  }
}
