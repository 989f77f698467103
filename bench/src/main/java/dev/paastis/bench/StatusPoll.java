// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.emulator.vendors.Vendor;
import java.time.Duration;

/**
 * How soon a platform's own word of a woken app can be had: the interval at which it is asked, and
 * what its rate limit makes of the calls that the answer takes.
 *
 * @param every the interval; where it grows, as long as it is in these wakes
 * @param limited how long the calls of a question wait for their turn
 * @param inWords the same for people
 */
record StatusPoll(Duration every, Duration limited, String inWords) {
  /** What else may be in a wake lag; the bar where a probe alone decides. */
  private static final Duration REST = Duration.ofMillis(300);

  static StatusPoll of(Vendor vendor) {
    return switch (vendor) {
      case CLEVER_CLOUD ->
          new StatusPoll(Duration.ofSeconds(2), Duration.ZERO, "every 2 s, 2 calls");
      case HEROKU -> new StatusPoll(Duration.ofMillis(500), Duration.ZERO, "every 0.5 s, 1 call");
      case PLATFORM_SH -> new StatusPoll(Duration.ofSeconds(3), Duration.ZERO, "every 3 s, 1 call");
      case RENDER -> new StatusPoll(Duration.ofSeconds(1), Duration.ZERO, "every 1 s, 1 call");
      case SCALINGO ->
          new StatusPoll(
              Duration.ofMillis(2370),
              Duration.ofSeconds(3),
              "every 1 to 2.4 s, then 3 calls of which 1 a second is free");
    };
  }

  /** The longest that a wake may lag behind its app. */
  Duration bar() {
    return every.plus(limited).plus(REST);
  }
}
