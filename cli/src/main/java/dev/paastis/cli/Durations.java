// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.DurationText;
import java.time.Duration;

/** Reads durations of options. */
final class Durations {
  private Durations() {}

  /**
   * Reads a duration that is more than nothing.
   *
   * @throws Failure when it is not; the message names the option
   */
  static Duration positive(String option, String text) {
    try {
      Duration duration = DurationText.parse(text);
      if (duration.isZero()) {
        throw new IllegalArgumentException("'" + text + "' is no time at all");
      }
      return duration;
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitStatus.USAGE, option + ": " + wrong.getMessage(), "", wrong);
    }
  }
}
