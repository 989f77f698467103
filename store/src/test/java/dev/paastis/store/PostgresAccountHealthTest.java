// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.account.AccountHealth;
import dev.paastis.account.AccountHealth.Health;
import dev.paastis.account.AccountHealth.State;
import dev.paastis.account.StoredAccount;
import dev.paastis.app.EventType;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PostgresAccountHealthTest {
  private final Store store = SharedStore.store();
  private final AccountHealth health = store.health();

  @Test
  void an_account_begins_unchecked_whoever_made_it() {
    UUID declared = SharedStore.account().id();
    UUID added = Stored.added("agency").account().id();

    assertThat(health.all())
        .containsEntry(declared, new Health(State.UNCHECKED, "", null))
        .containsEntry(added, new Health(State.UNCHECKED, "", null));
  }

  @Test
  void only_another_state_counts_as_a_change() {
    UUID account = SharedStore.account().id();

    assertThat(health.note(account, State.ACCEPTED, "", T0)).isTrue();
    assertThat(health.note(account, State.ACCEPTED, "", T0.plusSeconds(1))).isFalse();
    assertThat(health.note(account, State.REFUSED, "401 \0", T0.plusSeconds(2))).isTrue();
    assertThat(health.note(account, State.REFUSED, "403", T0.plusSeconds(3))).isFalse();
    assertThat(health.all())
        .containsEntry(account, new Health(State.REFUSED, "403", T0.plusSeconds(3)));
  }

  @Test
  void an_older_note_changes_nothing() {
    UUID account = SharedStore.account().id();
    assertThat(health.note(account, State.ACCEPTED, "", T0)).isTrue();

    assertThat(health.note(account, State.REFUSED, "old", T0.minusSeconds(1))).isFalse();
    assertThat(health.all()).containsEntry(account, new Health(State.ACCEPTED, "", T0));
  }

  @Test
  void unknown_and_removed_accounts_have_none() {
    StoredAccount agency = Stored.added("agency");
    UUID removed = agency.account().id();
    assertThat(
            store.accounts().remove(removed, T0, Stored.event(agency, EventType.ACCOUNT_REMOVED)))
        .isTrue();

    assertThat(health.note(removed, State.REFUSED, "", T0)).isFalse();
    assertThat(health.note(UUID.randomUUID(), State.REFUSED, "", T0)).isFalse();
    assertThat(health.all()).doesNotContainKey(removed);
  }

  @Test
  void of_engines_that_note_the_same_at_once_one_sees_the_change() throws Exception {
    UUID account = SharedStore.account().id();
    Callable<Boolean> note = () -> health.note(account, State.REFUSED, "401", T0);
    int changes = 0;
    try (var executor = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> one : executor.invokeAll(Collections.nCopies(16, note))) {
        changes += one.get() ? 1 : 0;
      }
    }
    assertThat(changes).isOne();
  }
}
