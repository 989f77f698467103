// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One message on its way through one channel.
 *
 * @param id the same on every try, so that who gets it twice can tell
 * @param channel name of the channel
 * @param form one event, a summary, or a test
 * @param notices what it tells, oldest first; one for all forms but the summary
 * @param attempt which try this is, from 1
 * @param createdAt when it was put on its way
 */
public record Delivery(
    UUID id, String channel, Form form, List<Notice> notices, int attempt, Instant createdAt) {
  /** Copies the notices. */
  public Delivery {
    notices = List.copyOf(notices);
  }

  /** Identifies the message for the receiver. */
  public String messageId() {
    return "msg_" + id;
  }

  /** What a message tells. */
  public enum Form {
    /** One event. */
    EVENT,
    /** Many events in short. */
    DIGEST,
    /** That the channel works. */
    TEST
  }
}
