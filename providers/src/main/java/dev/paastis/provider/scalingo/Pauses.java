// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.Call;
import dev.paastis.schedule.Ticker;
import java.time.Duration;

/**
 * The pauses between questions to the platform, which allows 60 calls a minute for the whole
 * account: a second at first, then longer and longer. Not safe for use by many threads.
 */
final class Pauses {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration WIDEST = Duration.ofSeconds(5);

  private final Ticker ticker;
  private final Call call;
  private Duration next = FIRST;

  Pauses(Ticker ticker, Call call) {
    this.ticker = ticker;
    this.call = call;
  }

  /** Waits for the next question; false when there is no time left for one. */
  boolean pause() {
    try {
      ticker.pause(call.atMost(next));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    Duration wider = next.multipliedBy(4).dividedBy(3);
    next = wider.compareTo(WIDEST) < 0 ? wider : WIDEST;
    return !call.expired();
  }

  /** The platform has had enough: as seldom as possible from now on. */
  void widen() {
    next = WIDEST;
  }
}
