// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.util.List;
import java.util.Optional;

/**
 * Orders to scale and the wait for their end. While an operation runs the platform accepts no other
 * order, so one that meets another waits for its turn. Safe for use by many threads.
 */
final class Scaling {
  private final Api api;
  private final Ticker ticker;

  Scaling(Api api, Ticker ticker) {
    this.api = api;
    this.ticker = ticker;
  }

  /** The app as soon as no operation is under way. Nothing has been ordered yet. */
  CallOutcome<Hosted> settled(String ref, Call call) {
    Pauses pauses = new Pauses(ticker, call);
    while (true) {
      CallOutcome<Hosted> seen = api.app(ref, call);
      if (!(seen instanceof CallOutcome.Done<Hosted>(Hosted app)) || !app.busy()) {
        return seen;
      }
      if (!pauses.pause()) {
        return CallOutcome.unknown("app '" + app.name() + "' was still " + app.status());
      }
    }
  }

  /** Orders, and waits until the platform has carried it out; the app as it is then. */
  CallOutcome<Hosted> scale(String ref, List<ProcessType> orders, Call call) {
    boolean repeated = false;
    while (true) {
      switch (api.scale(ref, orders, call)) {
        case CallOutcome.Done<String>(String operation) -> {
          return outcome(ref, operation, call);
        }
        case CallOutcome.Unknown<String>(String cause) -> {
          return CallOutcome.unknown(cause);
        }
        case CallOutcome.Refused<String>(Refusal refusal) -> {
          if (repeated || refusal.kind() != Refusal.Kind.INVALID || !settles(ref, call)) {
            return new CallOutcome.Refused<>(refusal);
          }
          repeated = true;
        }
      }
    }
  }

  /**
   * How the platform answers an order that meets another operation is not documented; once that has
   * ended, the order deserves one more try.
   */
  private boolean settles(String ref, Call call) {
    return settled(ref, call) instanceof CallOutcome.Done<Hosted>;
  }

  private CallOutcome<Hosted> outcome(String ref, String operation, Call call) {
    Pauses pauses = new Pauses(ticker, call);
    String name = operation.isEmpty() ? "the operation" : "operation " + operation;
    while (pauses.pause()) {
      Optional<CallOutcome<Hosted>> end =
          operation.isEmpty()
              ? byStatus(api.app(ref, call), pauses)
              : byOperation(ref, api.operation(ref, operation, call), pauses, call);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return CallOutcome.unknown(name + " had not ended in time");
  }

  private Optional<CallOutcome<Hosted>> byOperation(
      String ref, CallOutcome<Progress> asked, Pauses pauses, Call call) {
    return switch (asked) {
      case CallOutcome.Done<Progress>(Progress.UnderWay()) -> Optional.empty();
      case CallOutcome.Done<Progress>(Progress.Ended()) -> byStatus(api.app(ref, call), pauses);
      case CallOutcome.Done<Progress>(Progress.Failed(String error)) ->
          Optional.of(failed(api.app(ref, call), error));
      case CallOutcome.Refused<Progress>(Refusal refusal) -> later(refusal, pauses);
      case CallOutcome.Unknown<Progress> _ -> Optional.empty();
    };
  }

  private Optional<CallOutcome<Hosted>> byStatus(CallOutcome<Hosted> asked, Pauses pauses) {
    return switch (asked) {
      case CallOutcome.Done<Hosted>(Hosted app) when app.busy() -> Optional.empty();
      case CallOutcome.Done<Hosted> done -> Optional.of(done);
      case CallOutcome.Refused<Hosted>(Refusal refusal) -> later(refusal, pauses);
      case CallOutcome.Unknown<Hosted> _ -> Optional.empty();
    };
  }

  /** The order was accepted: a question refused afterwards does not make it a refused one. */
  private static Optional<CallOutcome<Hosted>> later(Refusal refusal, Pauses pauses) {
    return switch (refusal.kind()) {
      case RATE_LIMITED -> {
        pauses.widen();
        yield Optional.empty();
      }
      case NOT_FOUND -> Optional.of(new CallOutcome.Refused<>(refusal));
      case UNAUTHORIZED, FORBIDDEN, ADDRESS_REFUSED, QUOTA, INVALID, CRASHED ->
          Optional.of(
              CallOutcome.unknown(
                  "the order was accepted, but its end is not known: " + refusal.message()));
    };
  }

  private static CallOutcome<Hosted> failed(CallOutcome<Hosted> asked, String error) {
    boolean crashed = asked instanceof CallOutcome.Done<Hosted>(Hosted app) && app.crashed();
    String why = error.isEmpty() ? "no reason given" : error;
    return CallOutcome.refused(
        crashed ? Refusal.Kind.CRASHED : Refusal.Kind.INVALID,
        "Scalingo could not carry the operation out: " + why);
  }
}
