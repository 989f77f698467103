// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import dev.paastis.app.Event;
import java.time.Instant;
import java.util.Optional;

/** What is kept of a try. */
public sealed interface Settlement {
  /** When the try ended. */
  Instant at();

  /** The receiver took the message. */
  record Delivered(Instant at) implements Settlement {}

  /**
   * It is tried again.
   *
   * @param due when
   * @param why for people
   */
  record Again(Instant at, Instant due, String why) implements Settlement {}

  /**
   * It is given up.
   *
   * @param why for people
   * @param told the event that tells so, if it is told
   */
  record Dead(Instant at, String why, Optional<Event> told) implements Settlement {}

  /**
   * The whole channel is closed: this message and all that wait for it are given up.
   *
   * @param fingerprint of the channel, which is open again at another address
   * @param why for people
   * @param told the event that tells so, if it is told
   */
  record Closed(Instant at, String fingerprint, String why, Optional<Event> told)
      implements Settlement {}
}
