// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an app that somebody else renames or gives away. */
interface MovedTests extends Suite {
  String NAME = "another-name";

  /** Nobody waits for what is not there. */
  Duration AT_ONCE = Duration.ofMinutes(1);

  private List<DiscoveredApp> seen(String ref) {
    return Expect.done(provider().discover(Call.discovery(AMPLE, platform().ticker()))).stream()
        .filter(app -> app.ref().equals(ref))
        .toList();
  }

  @Test
  default void renamedApp_isTheSameUnderItsNewName() {
    needs(Feature.RENAME);
    String ref = platform().awake();
    Formation formation = Expect.running(settled(ref)).formation();

    platform().rename(ref, NAME);

    isKnownAsRenamed(ref);
    runs(ref, formation);
  }

  @Test
  default void renamedWhileAsleep_wakesWhereItIsNow() {
    needs(Feature.RENAME);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    long before = platform().starts();

    platform().rename(ref, NAME);
    assertThat(settled(ref)).isInstanceOf(AppStatus.Stopped.class);
    AppStatus.Running started = Expect.done(start(ref, remembered));

    isAtItsHost(ref, started);
    runs(ref, remembered);
    isAtItsHost(ref, Expect.running(settled(ref)));
    isKnownAsRenamed(ref);
    assertThat(platform().starts() - before).as("starts that had an effect").isEqualTo(1);
  }

  @Test
  default void renamedWhileAwake_isPutToSleep() {
    needs(Feature.RENAME);
    String ref = platform().awake();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);

    platform().rename(ref, NAME);
    var _ = Expect.done(stop(ref));

    sleeps(ref);
    assertThat(seen(ref)).singleElement().extracting(DiscoveredApp::name).asString().contains(NAME);
  }

  private void isKnownAsRenamed(String ref) {
    assertThat(platform().name(ref)).contains(NAME);
    assertThat(seen(ref))
        .singleElement()
        .satisfies(app -> assertThat(app.name()).isEqualTo(platform().name(ref)))
        .satisfies(app -> isAtItsHost(ref, Expect.running(app.status())));
  }

  private void isAtItsHost(String ref, AppStatus.Running running) {
    platform().host(ref).ifPresent(host -> assertThat(running.upstream().host()).isEqualTo(host));
  }

  @Test
  default void givenAwayWhileAsleep_isNotOursAndNothingIsStarted() {
    needs(Feature.TRANSFER);
    String ref = platform().awake();
    assertThat(seen(ref)).hasSize(1);
    Formation remembered = putToSleep(ref);
    long starts = platform().starts();

    platform().transfer(ref);

    long begun = platform().ticker().nanos();
    isNotOurs(start(ref, remembered));
    isNotOurs(start(ref, remembered));
    assertThat(Duration.ofNanos(platform().ticker().nanos() - begun)).isLessThan(AT_ONCE);
    isToldAway(ref);
    assertThat(platform().starts()).as("starts that had an effect").isEqualTo(starts);
  }

  @Test
  default void givenAwayWhileAwake_isLeftToItsNewOwner() {
    needs(Feature.TRANSFER);
    String ref = platform().awake();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
    boolean outlives = platform().answers(ref);

    platform().transfer(ref);

    isNotOurs(stop(ref));
    isToldAway(ref);
    if (platform().host(ref).isPresent()) {
      assertThat(platform().answers(ref)).as("goes on answering").isEqualTo(outlives);
    }
  }

  /** Neither running nor stopped: the one would be taken for awake, the other woken for ever. */
  private void isToldAway(String ref) {
    CallOutcome<AppStatus> told = ask(ref);
    if (told instanceof CallOutcome.Done<AppStatus>(AppStatus status)) {
      assertThat(status).isEqualTo(new AppStatus.Gone());
    } else {
      isNotOurs(told);
    }
    assertThat(seen(ref)).isEmpty();
  }

  /** Platforms differ in whether they admit that such an app exists. */
  private static void isNotOurs(CallOutcome<?> outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            CallOutcome.Refused.class,
            refused ->
                assertThat(refused.refusal().kind())
                    .isIn(Refusal.Kind.NOT_FOUND, Refusal.Kind.FORBIDDEN));
  }
}
