// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.schedule;

import java.time.Instant;

/**
 * One exception to a window: awake or paused from an instant until another, whatever the week says.
 *
 * @param from included
 * @param until excluded
 * @param awake whether apps stay awake; otherwise they are paused
 * @param why for people, such as "release night"
 */
public record OneOff(Instant from, Instant until, boolean awake, String why) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException if it does not end after it begins
   */
  public OneOff {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "Exception \"%s\" ends at %s, which is not after its begin at %s"
              .formatted(why, until, from));
    }
  }
}
