// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;

/** What an outcome must be, with what it was instead. */
final class Expect {
  private Expect() {}

  static <T> T done(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError("not done: " + outcome);
  }

  static String unknown(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Unknown<?>(String cause)) {
      assertThat(cause).as("cause of an unknown outcome").isNotBlank();
      return cause;
    }
    throw new AssertionError("not unknown: " + outcome);
  }

  /** The words of a refusal of that kind. */
  static String refused(CallOutcome<?> outcome, Refusal.Kind kind) {
    if (outcome instanceof CallOutcome.Refused<?>(Refusal refusal)) {
      assertThat(refusal.kind()).as("kind of %s", refusal).isEqualTo(kind);
      assertThat(refusal.message()).as("words of a refusal").isNotBlank();
      return refusal.message();
    }
    throw new AssertionError("not refused as " + kind + ": " + outcome);
  }

  /** Done, or refused as too many calls: both are right where calls are paced. */
  static boolean doneOrRateLimited(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Done<?>) {
      return true;
    }
    String _ = refused(outcome, Refusal.Kind.RATE_LIMITED);
    return false;
  }

  static AppStatus.Running running(AppStatus status) {
    if (status instanceof AppStatus.Running running) {
      return running;
    }
    throw new AssertionError("not running: " + status);
  }
}
