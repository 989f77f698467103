// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.rest.RestReply.Answered;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Clever Cloud's clock as far as it is known: ours, until a signature with our time was refused and
 * one with the time of that refusal accepted. Safe for use by many threads.
 */
final class VendorClock {
  private static final System.Logger LOG = System.getLogger(VendorClock.class.getName());

  /** Less is the way of an answer, and not worth a word. */
  private static final Duration WORTH_A_WORD = Duration.ofMinutes(1);

  private final InstantSource ours;
  private volatile Duration ahead = Duration.ZERO;

  VendorClock(InstantSource ours) {
    this.ours = ours;
  }

  /** What goes into a signature. */
  Instant instant() {
    return at(ahead);
  }

  /** What goes into a signature where theirs is that far ahead of ours. */
  Instant at(Duration aheadOfOurs) {
    return ours.instant().plus(aheadOfOurs);
  }

  /** By how much their clock is ahead of ours, as an answer of just now tells. */
  Duration aheadBy(Answered answer) {
    return answer.date().map(theirs -> Duration.between(ours.instant(), theirs)).orElse(ahead);
  }

  /** A signature with that time was accepted where one with the time until now was not. */
  void correct(Duration accepted) {
    if (accepted.minus(ahead).abs().compareTo(WORTH_A_WORD) > 0) {
      LOG.log(
          Level.WARNING,
          "Clever Cloud''s clock is {0} s ahead of this machine''s: calls are signed by theirs;"
              + " check the time of this machine",
          accepted.toSeconds());
    }
    ahead = accepted;
  }
}
