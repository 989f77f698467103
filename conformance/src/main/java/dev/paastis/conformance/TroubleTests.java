// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a network and an overloaded platform may do to a request. */
interface TroubleTests extends Suite {
  /** More than any provider repeats. */
  int ALWAYS = 10_000;

  @Test
  default void tooManyCallsWithATimeToWait_areWaitedOutOrRefused() {
    areWaitedOutOrRefused(Duration.ofSeconds(17));
  }

  @Test
  default void tooManyCallsWithoutAWord_areWaitedOutOrRefused() {
    areWaitedOutOrRefused(null);
  }

  private void areWaitedOutOrRefused(@Nullable Duration retryAfter) {
    needs(Feature.NETWORK, Feature.RATE_LIMIT);
    String ref = platform().awake();
    Formation remembered = Expect.running(settled(ref)).formation();
    var tooMany = new Trouble.TooMany(retryAfter);

    platform().trouble(Order.STOP, 1, tooMany);
    if (!Expect.doneOrRateLimited(stop(ref))) {
      assertThat(platform().answers(ref)).isTrue();
      var _ = Expect.done(stop(ref));
    }
    sleeps(ref);
    platform().trouble(Order.START, 1, tooMany);
    if (!Expect.doneOrRateLimited(start(ref, remembered))) {
      sleeps(ref);
      var _ = Expect.done(start(ref, remembered));
    }
    runs(ref, remembered);
    platform().trouble(Order.LOOK, 1, tooMany);
    var _ = Expect.doneOrRateLimited(ask(ref));
  }

  @Test
  default void tooManyCallsForEver_areRefusedByTheDeadline() {
    needs(Feature.NETWORK, Feature.RATE_LIMIT);
    String ref = platform().awake();
    platform().trouble(Order.STOP, ALWAYS, new Trouble.TooMany(null));

    String _ =
        Expect.refused(
            provider().stop(ref, within(platform().patience())), Refusal.Kind.RATE_LIMITED);

    platform().calm();
    assertThat(platform().answers(ref)).isTrue();
  }

  @Test
  default void brokenPlatform_leavesEverythingUnknown() {
    needs(Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = Expect.running(settled(ref)).formation();
    var broken = new Trouble.Broken(503);

    platform().trouble(Order.STOP, ALWAYS, broken);
    String _ = Expect.unknown(stop(ref));
    platform().calm();
    runs(ref, remembered);
    var _ = Expect.done(stop(ref));

    platform().trouble(Order.START, ALWAYS, broken);
    String _ = Expect.unknown(start(ref, remembered));
    platform().calm();
    sleeps(ref);

    platform().trouble(Order.LOOK, ALWAYS, broken);
    String _ = Expect.unknown(provider().discover(soon()));
    String _ = Expect.unknown(ask(ref));
  }

  @Test
  default void orderThatNeverArrived_isUnknownAndHasChangedNothing() {
    needs(Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = Expect.running(settled(ref)).formation();
    platform().trouble(Order.STOP, ALWAYS, new Trouble.CutBefore());
    String _ = Expect.unknown(stop(ref));
    platform().calm();
    runs(ref, remembered);

    var _ = Expect.done(stop(ref));
    platform().trouble(Order.START, ALWAYS, new Trouble.CutBefore());
    String _ = Expect.unknown(start(ref, remembered));
    platform().calm();
    sleeps(ref);
  }

  @Test
  default void stopWhoseAnswerIsLost_isUnknownAndStatusTellsTheTruth() {
    needs(Feature.NETWORK);
    String ref = platform().awake();
    platform().trouble(Order.STOP, 1, new Trouble.CutAfter());

    String _ = Expect.unknown(stop(ref));

    platform().calm();
    eventually(ref + " is told stopped", () -> settled(ref) instanceof AppStatus.Stopped);
    sleeps(ref);
  }

  @Test
  default void startWhoseAnswerIsLost_isUnknownAndActsOnceWhenRepeated() {
    needs(Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long before = platform().starts();
    platform().trouble(Order.START, 1, new Trouble.CutAfter());

    String _ = Expect.unknown(start(ref, remembered));

    platform().calm();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
    var _ = Expect.done(start(ref, remembered));
    runs(ref, remembered);
    assertThat(platform().starts() - before).as("starts that had an effect").isEqualTo(1);
  }

  /** By the clock on the wall: a request that hangs must not outlive its call. */
  @Test
  default void answerThatDoesNotCome_isUnknownByTheDeadline() {
    needs(Feature.NETWORK);
    String ref = platform().awake();
    Duration late = Duration.ofMinutes(1);
    Duration moment = Duration.ofMillis(300);
    for (Order order : Order.values()) {
      platform().trouble(order, ALWAYS, new Trouble.Late(late));
    }
    long begun = Ticker.system().nanos();

    unknownOrNotSent(provider().discover(within(moment)));
    unknownOrNotSent(provider().status(ref, within(moment)));
    unknownOrNotSent(provider().stop(ref, within(moment)));
    unknownOrNotSent(provider().start(ref, Formation.EMPTY, operation(), within(moment)));

    assertThat(Duration.ofNanos(Ticker.system().nanos() - begun)).isLessThan(late.dividedBy(2));
  }

  /** Where few calls are free at once, a later one waits for its turn until its time is over. */
  private static void unknownOrNotSent(CallOutcome<?> outcome) {
    if (outcome instanceof CallOutcome.Refused<?>) {
      String _ = Expect.refused(outcome, Refusal.Kind.RATE_LIMITED);
    } else {
      String _ = Expect.unknown(outcome);
    }
  }

  @Test
  default void callWithoutTime_ordersNothing() {
    String ref = platform().awake();
    String sleeper = platform().asleep();
    long before = platform().starts();

    var _ = provider().discover(within(Duration.ZERO));
    var _ = provider().status(ref, within(Duration.ZERO));
    var _ = provider().start(sleeper, Formation.EMPTY, operation(), within(Duration.ZERO));

    assertThat(platform().starts()).isEqualTo(before);
    sleeps(sleeper);
  }
}
