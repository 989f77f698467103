// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.rest;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.util.Optional;
import java.util.function.Function;

/** What a reply means where a vendor says nothing else. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * Turns a reply into an outcome: 2xx is done when the body makes sense, 5xx and no answer are
   * unknown, the rest is refused.
   *
   * @param read the value of a 2xx answer, empty when it makes no sense
   * @param message what the vendor's error body says, for people
   */
  public static <T> CallOutcome<T> of(
      RestReply reply,
      Function<RestReply.Answered, Optional<T>> read,
      Function<RestReply.Answered, String> message) {
    return switch (reply) {
      case RestReply.Lost(String cause) -> CallOutcome.unknown(cause);
      case RestReply.NotSent notSent ->
          CallOutcome.refused(Refusal.Kind.RATE_LIMITED, notSent.inWords());
      case RestReply.OutOfBounds outOfBounds ->
          CallOutcome.refused(Refusal.Kind.ADDRESS_REFUSED, outOfBounds.inWords());
      case RestReply.Answered answered when answered.ok() ->
          read.apply(answered)
              .map(CallOutcome::done)
              .orElseGet(() -> CallOutcome.unknown("the answer made no sense"));
      case RestReply.Answered answered when answered.status() >= 500 ->
          CallOutcome.unknown("status " + answered.status() + ": " + message.apply(answered));
      case RestReply.Answered answered ->
          CallOutcome.refused(kind(answered.status()), message.apply(answered));
    };
  }

  /** The same outcome; a refusal that does not name the app does so, for whoever reads it. */
  public static <T> CallOutcome<T> naming(String app, CallOutcome<T> outcome) {
    return outcome instanceof CallOutcome.Refused<T>(Refusal(var kind, var message))
            && !message.contains(app)
        ? CallOutcome.refused(kind, "app '" + app + "': " + message)
        : outcome;
  }

  /**
   * What a question refused after an order says of that order, which was accepted: refused would
   * mean that nothing has happened. That the app is gone or has crashed, or does not take all of
   * it, is an end that stands; else the end is unknown.
   *
   * @param order what was accepted and by whom, for people
   */
  public static <T> CallOutcome<T> ordered(String order, CallOutcome<T> asked) {
    if (!(asked instanceof CallOutcome.Refused<T>(Refusal(var kind, var message)))) {
      return asked;
    }
    return switch (kind) {
      case NOT_FOUND, CRASHED, INVALID, QUOTA -> asked;
      case UNAUTHORIZED, FORBIDDEN, ADDRESS_REFUSED, RATE_LIMITED ->
          CallOutcome.unknown(order + ", but its end is not known: " + message);
    };
  }

  /** What a status of 4xx means in general. */
  public static Refusal.Kind kind(int status) {
    return switch (status) {
      case 401 -> Refusal.Kind.UNAUTHORIZED;
      case 402 -> Refusal.Kind.QUOTA;
      case 403 -> Refusal.Kind.FORBIDDEN;
      case 404, 410 -> Refusal.Kind.NOT_FOUND;
      case 429 -> Refusal.Kind.RATE_LIMITED;
      default -> Refusal.Kind.INVALID;
    };
  }
}
