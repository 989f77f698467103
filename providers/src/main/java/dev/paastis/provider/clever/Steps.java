// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.provider.CallOutcome;
import java.util.function.Function;

/** Calls one after the other. */
final class Steps {
  private Steps() {}

  /** Goes on with the value of a call that was carried out; ends with any other outcome. */
  static <T, U> CallOutcome<U> then(
      CallOutcome<T> first, Function<? super T, CallOutcome<U>> next) {
    return switch (first) {
      case CallOutcome.Done<T>(T value) -> next.apply(value);
      case CallOutcome.Refused<T>(var refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<T>(String cause) -> new CallOutcome.Unknown<>(cause);
    };
  }
}
