// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.provider.CallOutcome;
import java.util.function.Function;

/** Calls one after another. */
final class Chain {
  private Chain() {}

  /** The next call, if the first was carried out; otherwise what became of the first. */
  static <A, B> CallOutcome<B> then(CallOutcome<A> first, Function<A, CallOutcome<B>> next) {
    return switch (first) {
      case CallOutcome.Done<A>(A value) -> next.apply(value);
      case CallOutcome.Refused<A>(var refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<A>(String cause) -> CallOutcome.unknown(cause);
    };
  }
}
