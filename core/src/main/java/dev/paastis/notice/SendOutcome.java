// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one try to send a message. */
public sealed interface SendOutcome {
  /** The receiver took it. */
  record Delivered() implements SendOutcome {}

  /**
   * Not taken, or nobody knows.
   *
   * @param why for people
   * @param after when the receiver wants to be asked again, {@code null} when it did not say
   */
  record NotNow(String why, @Nullable Duration after) implements SendOutcome {}

  /**
   * The receiver does not want any more messages.
   *
   * @param why for people
   */
  record Gone(String why) implements SendOutcome {}
}
