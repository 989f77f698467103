// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Follows orders to their end by asking for the app's status. An order was accepted before: a
 * status that is lost, refused or limited in rate says nothing about it, so it never makes the
 * order refused.
 */
final class Orders {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final BiFunction<String, Call, CallOutcome<AppStatus>> status;
  private final Descriptions descriptions;
  private final Ticker ticker;

  Orders(
      BiFunction<String, Call, CallOutcome<AppStatus>> status,
      Descriptions descriptions,
      Ticker ticker) {
    this.status = status;
    this.descriptions = descriptions;
    this.ticker = ticker;
  }

  /** The next step, if the first was carried out; else the first's own outcome. */
  static <T, U> CallOutcome<U> then(CallOutcome<T> first, Function<T, CallOutcome<U>> next) {
    return switch (first) {
      case CallOutcome.Done<T>(T value) -> next.apply(value);
      case CallOutcome.Refused<T>(Refusal refusal) -> new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<T>(String cause) -> new CallOutcome.Unknown<>(cause);
    };
  }

  /** From the platform's answer to the order, which may be empty, to the order's outcome. */
  <T> CallOutcome<T> follow(Order<T> order, CallOutcome<String> answer, Call call) {
    return answer instanceof CallOutcome.Refused<String>(Refusal(var kind, var why))
        ? CallOutcome.refused(kind, "app '" + order.ref() + "': " + why)
        : then(answer, text -> text.isBlank() ? await(order, call) : judge(order, text, call));
  }

  private <T> CallOutcome<T> judge(Order<T> order, String answer, Call call) {
    return then(
        descriptions.status(order.ref(), answer),
        now -> order.verdict().apply(now).orElseGet(() -> await(order, call)));
  }

  private <T> CallOutcome<T> await(Order<T> order, Call call) {
    Duration pause = FIRST_PAUSE;
    while (pause(call.atMost(pause)) && !call.expired()) {
      CallOutcome<AppStatus> now = status.apply(order.ref(), call);
      Optional<CallOutcome<T>> end = verdict(order, now);
      if (end.isPresent()) {
        return end.get();
      }
      pause = longer(pause);
    }
    return unknown(order, "its end was not seen in time");
  }

  private static <T> Optional<CallOutcome<T>> verdict(Order<T> order, CallOutcome<AppStatus> now) {
    return switch (now) {
      case CallOutcome.Done<AppStatus>(AppStatus status) -> order.verdict().apply(status);
      case CallOutcome.Unknown<AppStatus> _ -> Optional.empty();
      case CallOutcome.Refused<AppStatus>(Refusal refusal)
          when refusal.kind() == Refusal.Kind.RATE_LIMITED ->
          Optional.empty();
      case CallOutcome.Refused<AppStatus>(Refusal refusal) ->
          Optional.of(unknown(order, "then its status was refused: " + refusal.message()));
    };
  }

  private static <T> CallOutcome<T> unknown(Order<T> order, String why) {
    return CallOutcome.unknown(
        "the order to %s app '%s' was accepted, but %s".formatted(order.what(), order.ref(), why));
  }

  private boolean pause(Duration time) {
    try {
      ticker.pause(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
