// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.Upstream;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** What became of a wish to have an app awake. */
public sealed interface WakeOutcome {
  /**
   * The app answers.
   *
   * @param upstream where
   */
  record Ready(Upstream upstream) implements WakeOutcome {}

  /**
   * The app was not woken and nothing of it is left running.
   *
   * @param failure what sort of failure
   * @param detail the cause, for people; never a secret, never another app's name
   */
  record Failed(Failure failure, String detail) implements WakeOutcome {}

  /**
   * Not now; the same wish may be granted later.
   *
   * @param reason what stands in the way
   * @param detail for people
   * @param retryAfter when to try again
   * @param until when a pause ends, in the zone of its window; {@code null} where nobody knows
   */
  record NotNow(Reason reason, String detail, Duration retryAfter, @Nullable ZonedDateTime until)
      implements WakeOutcome {
    /** Something other than a pause. */
    public NotNow(Reason reason, String detail, Duration retryAfter) {
      this(reason, detail, retryAfter, null);
    }
  }

  /** There is no such app. */
  record NoSuchApp() implements WakeOutcome {}

  /** What stands in the way of a wake for now. */
  enum Reason {
    /** The app or its space was woken too often. */
    BUDGET,
    /** The store cannot be reached, and without it nobody may start anything. */
    STORE,
    /** This engine is stopping. */
    STOPPING,
    /** The engine cannot be reached from where the wish was made. */
    ENGINE,
    /** A window pauses the app and refuses requests until its end. */
    PAUSED,
    /** A window pauses the app, and a person has to ask for it by a click. */
    CLICK
  }

  /** Sorts of failure. */
  enum Failure {
    /** The provider refused. */
    REFUSED,
    /** The app stopped by itself before it was ready. */
    CRASHED,
    /** The app is at an address where no app of its account may be. */
    ADDRESS_REFUSED,
    /** The app was not ready in time. */
    TIMED_OUT,
    /** The provider's answer is unknown. */
    UNKNOWN
  }
}
