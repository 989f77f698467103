// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import java.time.Duration;

/**
 * How much time people get between being told that an app is stale and its deletion.
 *
 * @param whole from the one to the other
 * @param first at least between the announcement and the deletion
 * @param last at least between the last warning and the deletion
 */
record Notice(Duration whole, Duration first, Duration last) {
  private static final Duration LONGEST = Duration.ofDays(14);
  private static final Duration FIRST = Duration.ofDays(7);
  private static final Duration LAST = Duration.ofDays(1);

  /** The notice for an app that counts as stale after that time. */
  static Notice of(Duration staleAfter) {
    Duration whole = shorter(staleAfter, LONGEST);
    return new Notice(
        whole, shorter(whole.dividedBy(2), FIRST), shorter(whole.dividedBy(10), LAST));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
