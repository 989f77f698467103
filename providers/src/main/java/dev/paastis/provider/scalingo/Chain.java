// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.CallOutcome;
import java.util.function.Function;

/** Calls one after the other: the first that is not done ends the chain. */
final class Chain {
  private Chain() {}

  static <T, U> CallOutcome<U> then(
      CallOutcome<T> first, Function<? super T, CallOutcome<U>> next) {
    return switch (first) {
      case CallOutcome.Done<T>(T value) -> next.apply(value);
      case CallOutcome.Refused<T>(var refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<T>(String cause) -> CallOutcome.unknown(cause);
    };
  }
}
