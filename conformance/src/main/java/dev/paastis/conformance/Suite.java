// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** What all parts of the suite say and ask. */
interface Suite {
  /** What a call is given that is to succeed. */
  Duration AMPLE = Duration.ofMinutes(10);

  /** The platform of this test. */
  Platform platform();

  /** One more, of about so many apps, instead of the first. */
  Platform another(int apps) throws Exception;

  /** The provider under test, with an eye on each of its answers. */
  default Provider provider() {
    return new WatchedProvider(platform(), platform().provider());
  }

  /** Skips the test, with the rig's reason, where the platform lacks that. */
  default void needs(Feature... features) {
    for (Feature feature : features) {
      String reason = platform().lacks().get(feature);
      assumeFalse(reason != null, () -> platform().kind() + " lacks " + feature + ": " + reason);
    }
  }

  default Call within(Duration time) {
    return Call.wake(time, platform().ticker());
  }

  default Call soon() {
    return within(AMPLE);
  }

  default CallOutcome<AppStatus> ask(String ref) {
    return provider().status(ref, soon());
  }

  /** Its status, once the provider knows it and nothing is under way. */
  default AppStatus settled(String ref) {
    CallOutcome<AppStatus> outcome = ask(ref);
    Call patient = soon();
    while (!isSettled(outcome) && !patient.expired()) {
      rest();
      outcome = ask(ref);
    }
    return Expect.done(outcome);
  }

  private static boolean isSettled(CallOutcome<AppStatus> outcome) {
    return switch (outcome) {
      case CallOutcome.Done<AppStatus>(AppStatus.Starting _) -> false;
      case CallOutcome.Done<AppStatus> _ -> true;
      case CallOutcome.Refused<AppStatus> _ -> true;
      case CallOutcome.Unknown<AppStatus> _ -> false;
    };
  }

  /** Waits until it holds. */
  default void eventually(String what, BooleanSupplier condition) {
    Call patient = soon();
    while (!condition.getAsBoolean()) {
      assertThat(patient.expired()).as("%s had not come true after %s", what, AMPLE).isFalse();
      rest();
    }
  }

  private void rest() {
    try {
      platform().ticker().pause(Duration.ofMillis(200));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }

  default CallOutcome<AppStatus.Running> start(String ref, Formation formation) {
    return provider().start(ref, formation, operation(), soon());
  }

  default CallOutcome<AppStatus.Stopped> stop(String ref) {
    return provider().stop(ref, soon());
  }

  /** Puts it to sleep as the engine does: what is remembered is read before. */
  default Formation putToSleep(String ref) {
    Formation remembered = Expect.running(settled(ref)).formation();
    var _ = Expect.done(stop(ref));
    return remembered;
  }

  /** It runs with that formation in the end, and visitors reach it. */
  default void runs(String ref, Formation formation) {
    assertThat(Expect.running(settled(ref)).formation()).isEqualTo(formation);
    eventually(ref + " answers", () -> platform().answers(ref));
  }

  /** It does not run, and visitors do not reach it. */
  default void sleeps(String ref) {
    assertThat(settled(ref)).isInstanceOf(AppStatus.Stopped.class);
    assertThat(platform().answers(ref)).as("%s answers a visitor", ref).isFalse();
  }

  default Operation operation() {
    return new Operation(
        UUID.randomUUID(),
        new EngineId(new UUID(0, 1)),
        Instant.EPOCH,
        Cause.of(Cause.Kind.PERSON, "conformance"));
  }
}
