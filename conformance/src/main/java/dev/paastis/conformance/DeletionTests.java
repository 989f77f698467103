// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deletion must mean, where a provider offers any. */
interface DeletionTests extends Suite {
  private void needsDeletion() {
    assumeTrue(provider().deletes(), () -> platform().kind() + " deletes no apps");
  }

  private CallOutcome<AppStatus.Gone> delete(String ref) {
    return provider().delete(ref, soon());
  }

  private List<String> listed() {
    return Expect.done(provider().discover(Call.discovery(AMPLE, platform().ticker()))).stream()
        .map(DiscoveredApp::ref)
        .toList();
  }

  @Test
  default void deletionThatIsNotOffered_isRefusedAndHarmless() {
    assumeTrue(!provider().deletes(), () -> platform().kind() + " deletes apps");
    String ref = platform().awake();

    String _ = Expect.refused(delete(ref), Refusal.Kind.FORBIDDEN);

    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  default void deletionOfAnApp_leavesNothingOfItAndAllOthers() {
    needsDeletion();
    String ref = platform().asleep();
    List<String> before = listed();

    var _ = Expect.done(delete(ref));

    assertThat(Expect.done(ask(ref))).isEqualTo(new AppStatus.Gone());
    assertThat(listed())
        .doesNotContain(ref)
        .containsExactlyInAnyOrderElementsOf(
            before.stream().filter(app -> !app.equals(ref)).toList());
    String _ = Expect.refused(delete(ref), Refusal.Kind.NOT_FOUND);
  }

  @Test
  default void deletionOfAnAppThatNeverWas_isNotFound() {
    needsDeletion();
    String _ = Expect.refused(delete(platform().asleep() + "x"), Refusal.Kind.NOT_FOUND);
  }

  @Test
  default void deletionWhoseAnswerIsLost_isUnknownAndStatusTellsTheTruth() {
    needsDeletion();
    needs(Feature.NETWORK);
    String ref = platform().asleep();
    platform().trouble(Order.DELETE, 1, new Trouble.CutAfter());

    String _ = Expect.unknown(delete(ref));

    platform().calm();
    eventually(ref + " is told gone", () -> settled(ref) instanceof AppStatus.Gone);
  }

  @Test
  default void deletionThatBroke_isUnknownAndCanBeAskedForAgain() {
    needsDeletion();
    needs(Feature.NETWORK);
    String ref = platform().asleep();
    platform().trouble(Order.DELETE, TroubleTests.ALWAYS, new Trouble.Broken(503));

    String _ = Expect.unknown(delete(ref));

    platform().calm();
    CallOutcome<AppStatus.Gone> again = delete(ref);
    if (again instanceof CallOutcome.Refused<AppStatus.Gone>) {
      String _ = Expect.refused(again, Refusal.Kind.NOT_FOUND);
    }
    assertThat(settled(ref)).isEqualTo(new AppStatus.Gone());
  }

  @Test
  default void deletionWithoutTime_ordersNothing() {
    needsDeletion();
    String ref = platform().asleep();

    var _ = provider().delete(ref, within(Duration.ZERO));

    assertThat(settled(ref)).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  default void deletionWithCredentialsThatOnlyShow_isForbidden() {
    needsDeletion();
    needs(Feature.RESTRICTED_CREDENTIALS);
    Provider restricted = new WatchedProvider(platform(), platform().restricted());
    String ref = platform().awake();

    String _ = Expect.refused(restricted.delete(ref, soon()), Refusal.Kind.FORBIDDEN);

    assertThat(platform().answers(ref)).isTrue();
  }

  @Test
  default void deletionWithRevokedCredentials_isUnauthorized() {
    needsDeletion();
    needs(Feature.CREDENTIALS);
    String ref = platform().asleep();
    platform().revoke();

    String _ = Expect.refused(delete(ref), Refusal.Kind.UNAUTHORIZED);

    platform().readmit();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Stopped.class);
  }
}
