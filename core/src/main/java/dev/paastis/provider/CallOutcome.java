// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.util.function.Function;

/**
 * What became of a call to a provider. There is no fourth case, and {@link Unknown} is never taken
 * for either of the others: whoever gets it asks the provider.
 *
 * @param <T> the value of a call that was carried out
 */
public sealed interface CallOutcome<T> {
  /**
   * Carried out.
   *
   * @param value the answer
   * @param <T> its type
   */
  record Done<T>(T value) implements CallOutcome<T> {}

  /**
   * Not carried out, and the provider said so.
   *
   * @param refusal what it means and what the provider said
   * @param <T> type of the value there would have been
   */
  record Refused<T>(Refusal refusal) implements CallOutcome<T> {}

  /**
   * Perhaps carried out: a time-out, a connection cut after the request, an answer without sense.
   *
   * @param cause for people
   * @param <T> type of the value there may have been
   */
  record Unknown<T>(String cause) implements CallOutcome<T> {}

  /** A call carried out. */
  static <T> CallOutcome<T> done(T value) {
    return new Done<>(value);
  }

  /** A call refused. */
  static <T> CallOutcome<T> refused(Refusal.Kind kind, String message) {
    return new Refused<>(new Refusal(kind, message));
  }

  /** A call of which nothing is known. */
  static <T> CallOutcome<T> unknown(String cause) {
    return new Unknown<>(cause);
  }

  /** The same outcome with its value turned into another. */
  default <U> CallOutcome<U> map(Function<? super T, ? extends U> turn) {
    return switch (this) {
      case Done<T>(T value) -> new Done<>(turn.apply(value));
      case Refused<T>(Refusal refusal) -> new Refused<>(refusal);
      case Unknown<T>(String cause) -> new Unknown<>(cause);
    };
  }
}
