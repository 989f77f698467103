// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of calls where the platform's clock is not the provider's. */
interface ClockTests extends Suite {
  /** Beyond what signatures are given, within what a bearer lives. */
  Duration SLIGHTLY = Duration.ofMinutes(10);

  /** Beyond the life of any bearer that is known. */
  Duration WIDELY = Duration.ofHours(5);

  Duration SHORT_LIFE = Duration.ofMinutes(5);

  /** Enough for a start and whatever it looks at. */
  int MANY_LOOKS = 1_000;

  @Test
  default void platformAheadOfUs_isServedAsEver() {
    isServedAsEver(SLIGHTLY);
  }

  @Test
  default void platformBehindUs_isServedAsEver() {
    isServedAsEver(SLIGHTLY.negated());
  }

  @Test
  default void platformFarAheadOfUs_isServedAsEver() {
    isServedAsEver(WIDELY);
  }

  @Test
  default void platformFarBehindUs_isServedAsEver() {
    isServedAsEver(WIDELY.negated());
  }

  private void isServedAsEver(Duration ahead) {
    needs(Feature.CLOCK);
    platform().skew(ahead);

    assertThat(Expect.done(provider().rights(soon())).apps()).isEqualTo(platform().apps());
    assertThat(Expect.done(provider().discover(soon()))).hasSize(platform().apps());
    String ref = platform().awake();
    long before = platform().starts();
    Formation remembered = putToSleep(ref);
    sleeps(ref);
    var _ = Expect.done(start(ref, remembered));
    runs(ref, remembered);
    assertThat(platform().starts() - before).as("starts that had an effect").isEqualTo(1);
    assertThat(exchanges()).as("exchanges of credentials in a minute").isLessThanOrEqualTo(1);
  }

  @Test
  default void clockThatJumps_costsOneRepeatAndThenNothing() {
    needs(Feature.CLOCK, Feature.CALL_COUNT);
    String ref = platform().awake();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
    long usual = callsOf(ref);

    for (Duration ahead : List.of(WIDELY, WIDELY.negated(), Duration.ZERO)) {
      platform().skew(ahead);
      long before = exchanges();

      assertThat(callsOf(ref)).as("calls after a jump").isLessThanOrEqualTo(usual + 2);
      for (int again = 0; again < 3; again++) {
        assertThat(callsOf(ref)).as("calls once it is known").isEqualTo(usual);
      }
      assertThat(exchanges() - before).as("exchanges after a jump").isLessThanOrEqualTo(1);
    }
  }

  /** How many it takes to ask for a status. */
  private long callsOf(String ref) {
    long before = platform().calls();
    assertThat(Expect.done(ask(ref))).isInstanceOf(AppStatus.Running.class);
    return platform().calls() - before;
  }

  private long exchanges() {
    return platform().lacks().containsKey(Feature.EXPIRING_CREDENTIALS)
        ? 0
        : platform().exchanges();
  }

  @Test
  default void whatEndsBeforeItsTime_isRenewedOnceAndTheCallRepeated() throws Exception {
    needs(Feature.EXPIRING_CREDENTIALS);
    platform().shorten(SHORT_LIFE);
    String ref = platform().awake();
    Formation remembered = Expect.running(settled(ref)).formation();
    long starts = platform().starts();
    long exchanges = platform().exchanges();

    platform().ticker().pause(SHORT_LIFE.plusMinutes(1));
    var _ = Expect.done(stop(ref));
    assertThat(platform().exchanges() - exchanges).as("exchanges of a stop").isEqualTo(1);
    sleeps(ref);
    platform().ticker().pause(SHORT_LIFE.plusMinutes(1));
    var _ = Expect.done(start(ref, remembered));

    runs(ref, remembered);
    assertThat(platform().exchanges() - exchanges).as("exchanges of both").isEqualTo(2);
    assertThat(platform().starts() - starts).as("starts that had an effect").isEqualTo(1);
  }

  /** So that the order itself, too, meets credentials that have ended. */
  @Test
  default void whatEndsAfterEachAnswer_neverCarriesAnOrderOutTwice() {
    needs(Feature.EXPIRING_CREDENTIALS, Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long starts = platform().starts();
    long exchanges = platform().exchanges();
    long calls = platform().calls();

    platform().trouble(Order.LOOK, MANY_LOOKS, new Trouble.Meanwhile(platform()::expire));
    var _ = Expect.done(start(ref, remembered));

    // of three calls at least, one is refused, one an exchange and one good
    assertThat(platform().exchanges() - exchanges)
        .as("exchanges")
        .isPositive()
        .isLessThanOrEqualTo((platform().calls() - calls) / 2);
    platform().calm();
    runs(ref, remembered);
    assertThat(platform().starts() - starts).as("starts that had an effect").isEqualTo(1);
  }

  @Test
  default void whatHasEndedWhenItIsGiven_isRefusedAndNotRenewedWithoutEnd() {
    needs(Feature.EXPIRING_CREDENTIALS);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long starts = platform().starts();
    platform().shorten(Duration.ZERO);
    platform().expire();
    long exchanges = platform().exchanges();

    for (CallOutcome<?> outcome : List.of(ask(ref), stop(ref), start(ref, remembered))) {
      String _ = Expect.refused(outcome, Refusal.Kind.UNAUTHORIZED);
    }

    assertThat(platform().exchanges() - exchanges).as("exchanges of three").isLessThanOrEqualTo(6);
    assertThat(platform().starts()).isEqualTo(starts);
    assertThat(platform().answers(ref)).isFalse();
  }
}
