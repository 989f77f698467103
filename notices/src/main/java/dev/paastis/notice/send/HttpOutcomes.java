// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import dev.paastis.notice.SendOutcome;

/** What a receiver's answer means for a message. */
final class HttpOutcomes {
  private static final int GONE = 410;
  private static final int EXCERPT = 200;

  private HttpOutcomes() {}

  static SendOutcome of(HttpPost.Answer answer) {
    return switch (answer) {
      case HttpPost.Answer.Failed(String why) -> new SendOutcome.NotNow(why, null);
      case HttpPost.Answer.Answered answered -> of(answered);
    };
  }

  private static SendOutcome of(HttpPost.Answer.Answered answered) {
    if (answered.ok()) {
      return new SendOutcome.Delivered();
    }
    String excerpt = Texts.line(answered.body(), EXCERPT);
    String why =
        "it answered " + answered.status() + (excerpt.isEmpty() ? "" : " (" + excerpt + ")");
    return answered.status() == GONE
        ? new SendOutcome.Gone(why)
        : new SendOutcome.NotNow(why, answered.retryAfter());
  }
}
