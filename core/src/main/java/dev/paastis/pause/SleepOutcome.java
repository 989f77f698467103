// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import java.time.Duration;

/** What became of a wish to put an app to sleep. */
public sealed interface SleepOutcome {
  /** The app is asleep, with its formation remembered. */
  record Asleep() implements SleepOutcome {}

  /**
   * Not put to sleep: there was activity, a pin, or somebody wanted it awake.
   *
   * @param why for people
   */
  record CalledOff(String why) implements SleepOutcome {}

  /**
   * The app, or one of its group, is production.
   *
   * @param why for people, with what to do
   */
  record Walled(String why) implements SleepOutcome {}

  /**
   * The provider refused, or its answer is unknown and it is being asked.
   *
   * @param why for people
   */
  record Failed(String why) implements SleepOutcome {}

  /**
   * Not now: the store cannot be reached.
   *
   * @param detail for people
   * @param retryAfter when to try again
   */
  record NotNow(String detail, Duration retryAfter) implements SleepOutcome {}

  /** There is no such app. */
  record NoSuchApp() implements SleepOutcome {}
}
