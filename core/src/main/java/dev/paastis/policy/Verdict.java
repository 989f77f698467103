// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import java.time.Instant;

/** Whether an app may sleep now, and why. */
public sealed interface Verdict {
  /** The chain of reasons in one line. */
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
   * @param why the reason
   */
  record Sleep(String why) implements Verdict {}
}
