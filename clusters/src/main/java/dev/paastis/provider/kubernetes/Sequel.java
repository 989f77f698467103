// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.CallOutcome;
import java.util.function.Function;

/** One call after another. */
final class Sequel {
  private Sequel() {}

  /** What the next call gives, if the first was carried out; else the first's own outcome. */
  static <T, U> CallOutcome<U> then(CallOutcome<T> first, Function<T, CallOutcome<U>> next) {
    return switch (first) {
      case CallOutcome.Done<T>(T value) -> next.apply(value);
      case CallOutcome.Refused<T>(var refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<T>(String cause) -> new CallOutcome.Unknown<>(cause);
    };
  }
}
