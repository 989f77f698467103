// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import org.junit.jupiter.api.Test;

/** What credentials allow, and what becomes of apps when they do not. */
interface AccessTests extends Suite {
  @Test
  default void goodCredentials_showTheirAppsAndMissNothing() {
    Rights rights = Expect.done(provider().rights(soon()));

    assertThat(rights.apps()).isEqualTo(platform().apps());
    assertThat(rights.missing()).isEmpty();
  }

  @Test
  default void revokedCredentials_areUnauthorizedEverywhere() {
    needs(Feature.CREDENTIALS);
    String ref = platform().awake();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
    platform().revoke();

    unauthorized(provider().rights(soon()));
    unauthorized(provider().discover(soon()));
    unauthorized(ask(ref));
    unauthorized(stop(ref));
    unauthorized(start(platform().asleep(), Formation.EMPTY));

    platform().readmit();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);
  }

  private static void unauthorized(CallOutcome<?> outcome) {
    String _ = Expect.refused(outcome, Refusal.Kind.UNAUTHORIZED);
  }

  @Test
  default void credentialsRevokedDuringAStop_loseNothing() {
    needs(Feature.CREDENTIALS, Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = Expect.running(settled(ref)).formation();
    platform().trouble(Order.STOP, 1, new Trouble.Meanwhile(platform()::revoke));

    doneOrUnknown(stop(ref));
    unauthorized(ask(ref));

    platform().readmit();
    eventually(ref + " is told stopped", () -> settled(ref) instanceof AppStatus.Stopped);
    var _ = Expect.done(start(ref, remembered));
    runs(ref, remembered);
  }

  @Test
  default void credentialsRevokedDuringAStart_loseNothing() {
    needs(Feature.CREDENTIALS, Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    platform().trouble(Order.START, 1, new Trouble.Meanwhile(platform()::revoke));

    doneOrUnknown(start(ref, remembered));
    unauthorized(ask(ref));

    platform().readmit();
    var _ = Expect.done(start(ref, remembered));
    runs(ref, remembered);
  }

  @Test
  default void credentialsRevokedWhileAStartIsAwaited_loseNothing() {
    needs(Feature.CREDENTIALS, Feature.NETWORK);
    String ref = platform().awake();
    Formation remembered = putToSleep(ref);
    var atNextLook = new Trouble.Meanwhile(platform()::revoke);
    platform()
        .trouble(
            Order.START,
            1,
            new Trouble.Meanwhile(() -> platform().trouble(Order.LOOK, 1, atNextLook)));

    doneOrUnknown(start(ref, remembered));

    platform().calm();
    platform().readmit();
    var _ = Expect.done(start(ref, remembered));
    runs(ref, remembered);
  }

  /**
   * The order has been carried out: refused would say that nothing has happened. Done is right
   * where no further word of the platform is needed.
   */
  private static void doneOrUnknown(CallOutcome<?> outcome) {
    if (!(outcome instanceof CallOutcome.Done<?>)) {
      String _ = Expect.unknown(outcome);
    }
  }

  @Test
  default void whatEndsByItself_isRenewed() {
    needs(Feature.EXPIRING_CREDENTIALS);
    String ref = platform().awake();
    assertThat(settled(ref)).isInstanceOf(AppStatus.Running.class);

    platform().expire();

    assertThat(Expect.done(ask(ref))).isInstanceOf(AppStatus.Running.class);
    if (!platform().lacks().containsKey(Feature.NETWORK)) {
      platform().trouble(Order.STOP, 1, new Trouble.Meanwhile(platform()::expire));
    }
    var _ = Expect.done(stop(ref));
    sleeps(ref);
  }

  @Test
  default void credentialsThatOnlyShow_areToldBeforeAndRefusedAtTheOrder() {
    needs(Feature.RESTRICTED_CREDENTIALS);
    Provider restricted = new WatchedProvider(platform(), platform().restricted());

    Rights rights = Expect.done(restricted.rights(soon()));

    assertThat(rights.missing()).isNotEmpty();
    String _ = Expect.refused(restricted.stop(platform().awake(), soon()), Refusal.Kind.FORBIDDEN);
    assertThat(platform().answers(platform().awake())).isTrue();
  }

  @Test
  default void provider_doesNotPrintItsCredentials() {
    String printed = platform().provider().toString();
    assertThat(platform().secrets()).noneMatch(printed::contains);
  }
}
