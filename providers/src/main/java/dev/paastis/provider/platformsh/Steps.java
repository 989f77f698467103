// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.util.function.Function;

/** Puts calls one after the other. */
final class Steps {
  private Steps() {}

  /** The next call, when the one before was carried out; else what became of that. */
  static <T, U> CallOutcome<U> then(
      CallOutcome<T> before, Function<? super T, CallOutcome<U>> next) {
    return switch (before) {
      case CallOutcome.Done<T>(T value) -> next.apply(value);
      case CallOutcome.Refused<T>(Refusal refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<T>(String cause) -> new CallOutcome.Unknown<>(cause);
    };
  }

  /** Whether the vendor said that there is no such thing. */
  static boolean notFound(CallOutcome<?> outcome) {
    return outcome instanceof CallOutcome.Refused<?>(Refusal refusal)
        && refusal.kind() == Refusal.Kind.NOT_FOUND;
  }
}
