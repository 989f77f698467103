// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import org.jspecify.annotations.Nullable;

/** What the engine did not carry out, on its way up to the one place that makes it an outcome. */
final class Trouble extends Exception {
  private final transient @Nullable Refusal refusal;
  private final boolean failedThere;

  private Trouble(String message, @Nullable Refusal refusal, boolean failedThere) {
    super(message, null, false, false);
    this.refusal = refusal;
    this.failedThere = failedThere;
  }

  static Trouble refused(Refusal.Kind kind, String message) {
    return new Trouble(message, new Refusal(kind, message), false);
  }

  /** No answer, or one without sense. */
  static Trouble unknown(String cause) {
    return new Trouble(cause, null, false);
  }

  /** The engine answered that it failed, which may be halfway. */
  static Trouble failedThere(String cause) {
    return new Trouble(cause, null, true);
  }

  String cause() {
    return String.valueOf(getMessage());
  }

  boolean is(Refusal.Kind kind) {
    return refusal != null && refusal.kind() == kind;
  }

  boolean isFailureThere() {
    return failedThere;
  }

  <T> CallOutcome<T> outcome() {
    return refusal == null
        ? CallOutcome.unknown(cause())
        : CallOutcome.refused(refusal.kind(), refusal.message());
  }

  /** Work that may meet trouble. */
  interface Work<T> {
    T run() throws Trouble;
  }

  /** The outcome of such work. */
  static <T> CallOutcome<T> contained(Work<T> work) {
    try {
      return CallOutcome.done(work.run());
    } catch (Trouble trouble) {
      return trouble.outcome();
    }
  }
}
