// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Duration;
import java.time.Instant;

/** Whether an app may sleep now, and why. */
public sealed interface Verdict {
  /** The reason in one line. */
  String why();

  /**
   * Stays awake.
   *
   * @param until look again then; {@link Instant#MAX}: not before something changes
   * @param why the reason
   */
  record Stay(Instant until, String why) implements Verdict {}

  /**
   * May sleep.
   *
   * @param window whether a window says so, not the idle timeout
   * @param quiet the time without activity on which this rests: activity within it calls it off
   * @param why the reason
   */
  record Sleep(boolean window, Duration quiet, String why) implements Verdict {}
}
