// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.schedule.Ticker;
import java.time.Duration;

/** Waiting that can be interrupted without an exception. */
final class Pauses {
  private Pauses() {}

  /** Waits; false when interrupted, and then the thread stays marked as such. */
  static boolean pause(Ticker ticker, Duration time) {
    try {
      ticker.pause(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
