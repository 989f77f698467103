// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Account;
import dev.paastis.app.SpaceId;
import dev.paastis.app.Upstream;
import dev.paastis.wake.Probe;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccountProbeTest {
  private static final Upstream APP = new Upstream("http", "app.example", 80);

  private final Probe anywhere = (_, _, _) -> Probe.Sight.ANSWERS;
  private final Probe guarded = (_, _, _) -> Probe.Sight.OUT_OF_BOUNDS;
  private final Probe probe =
      new AccountProbe(anywhere, guarded, account -> account.name().equals("declared"));

  private static Account account(String name) {
    return new Account(UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "heroku", "eu", name);
  }

  @Test
  void apps_of_declared_accounts_are_looked_for_anywhere_and_others_are_not() {
    assertThat(probe.of(account("declared"))).isSameAs(anywhere);
    assertThat(probe.of(account("added"))).isSameAs(guarded);
  }

  @Test
  void app_of_nobody_in_particular_is_looked_for_with_care() {
    assertThat(probe.answers(APP, null, Duration.ofSeconds(1))).isFalse();
  }
}
