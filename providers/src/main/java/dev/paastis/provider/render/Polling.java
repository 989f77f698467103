// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.Outcomes;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks again and again how far an accepted order is. An order was accepted: an answer that is lost
 * or limited in rate does not change that, it only makes the next question come later.
 */
final class Polling {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Ticker ticker;
  private final Duration every;

  Polling(Ticker ticker, Duration every) {
    this.ticker = ticker;
    this.every = every;
  }

  /**
   * Asks until the answer leads to an outcome, or the time is over.
   *
   * @param what was ordered, for people
   */
  <T, U> CallOutcome<U> until(
      String what,
      Supplier<CallOutcome<T>> ask,
      Function<T, Optional<CallOutcome<U>>> verdict,
      Call call) {
    Duration pause = every;
    while (pause(call.atMost(pause)) && !call.expired()) {
      switch (ask.get()) {
        case CallOutcome.Done<T>(T answer) -> {
          Optional<CallOutcome<U>> end = verdict.apply(answer);
          if (end.isPresent()) {
            return end.get();
          }
          pause = every;
        }
        case CallOutcome.Refused<T>(Refusal refusal) -> {
          if (refusal.kind() != Refusal.Kind.RATE_LIMITED) {
            return Outcomes.ordered(
                "Render accepted to " + what, new CallOutcome.Refused<>(refusal));
          }
          pause = longer(pause);
        }
        case CallOutcome.Unknown<T> _ -> pause = longer(pause);
      }
    }
    return CallOutcome.unknown("Render accepted to " + what + ", but its end was not seen in time");
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
