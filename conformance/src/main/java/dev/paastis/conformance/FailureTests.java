// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import org.junit.jupiter.api.Test;

/** What becomes of an app that does not do what its platform was told. */
interface FailureTests extends Suite {
  @Test
  default void bootThatFails_isACrash() {
    needs(Feature.FAILING_BOOT);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    platform().boot(ref, Boot.FAILS);

    CallOutcome<AppStatus.Running> outcome = start(ref, remembered);

    if (!(outcome instanceof CallOutcome.Done)) {
      String _ = Expect.refused(outcome, Refusal.Kind.CRASHED);
    }
    eventually(
        ref + " is told crashed",
        () -> ask(ref) instanceof CallOutcome.Done<AppStatus>(AppStatus.Crashed _));
    assertThat(platform().answers(ref)).isFalse();
  }

  @Test
  default void crashedApp_canBeStoppedAndStartedAgain() {
    needs(Feature.FAILING_BOOT);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    platform().boot(ref, Boot.FAILS);
    var _ = start(ref, remembered);
    eventually(
        ref + " is told crashed",
        () -> ask(ref) instanceof CallOutcome.Done<AppStatus>(AppStatus.Crashed _));

    var _ = Expect.done(stop(ref));
    sleeps(ref);
    platform().boot(ref, Boot.SUCCEEDS);
    var _ = Expect.done(start(ref, remembered));

    runs(ref, remembered);
  }

  /** Done is right, too: it says that the platform has begun. */
  @Test
  default void startThatNeverEnds_isNeverTakenForRefusedOrStopped() {
    needs(Feature.ENDLESS_START);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    platform().boot(ref, Boot.NEVER_ENDS);

    CallOutcome<AppStatus.Running> outcome =
        provider().start(ref, remembered, operation(), within(platform().patience()));

    assertThat(outcome).isNotInstanceOf(CallOutcome.Refused.class);
    assertThat(platform().answers(ref)).isFalse();
    if (ask(ref) instanceof CallOutcome.Done<AppStatus>(AppStatus status)) {
      assertThat(status).isInstanceOfAny(AppStatus.Running.class, AppStatus.Starting.class);
    }
  }

  @Test
  default void stopThatNeverEnds_isUnknownByItsDeadline() {
    needs(Feature.ENDLESS_STOP);
    String ref = platform().awake();
    platform().neverStop(ref);

    String _ = Expect.unknown(provider().stop(ref, within(platform().patience())));

    if (ask(ref) instanceof CallOutcome.Done<AppStatus>(AppStatus status)) {
      assertThat(status).isNotInstanceOf(AppStatus.Stopped.class);
    }
  }

  @Test
  default void startThatWantsPayment_isRefusedForQuota() {
    isRefused(Objection.PAYMENT);
  }

  @Test
  default void startThatIsNotAllowed_isRefusedAsForbidden() {
    isRefused(Objection.PERMISSION);
  }

  @Test
  default void startThatMakesNoSense_isRefusedAsInvalid() {
    isRefused(Objection.SENSE);
  }

  private void isRefused(Objection why) {
    needs(Feature.REFUSED_START);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long before = platform().starts();
    platform().refuseStart(ref, why);

    String message = Expect.refused(start(ref, remembered), why.kind());

    assertThat(message).as("names the app").containsAnyOf(platform().name(ref), ref);
    assertThat(platform().starts()).isEqualTo(before);
    sleeps(ref);
  }

  @Test
  default void startThatBringsUpAPart_isNotDoneAndItsStatusShowsThePart() {
    needs(Feature.PARTIAL_START);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    platform().startPartly(ref);

    assertThat(start(ref, remembered)).isNotInstanceOf(CallOutcome.Done.class);

    Formation part = Expect.running(settled(ref)).formation();
    assertThat(part).isNotEqualTo(remembered);
    eventually(ref + " answers", () -> platform().answers(ref));
  }
}
