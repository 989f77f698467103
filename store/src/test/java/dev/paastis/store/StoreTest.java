// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.app.Account;
import dev.paastis.app.EngineId;
import dev.paastis.app.SpaceId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StoreTest {
  private final Store store = SharedStore.store();

  @Test
  void a_space_and_an_account_are_made_once() {
    SpaceId space = store.spaces().ensure("twice");
    Account account = store.ensureAccount(space, "local", "local", "here");

    assertThat(store.spaces().ensure("twice")).isEqualTo(space);
    assertThat(store.ensureAccount(space, "local", "local", "here")).isEqualTo(account);
    assertThat(store.spaces().names()).containsEntry(space, "twice");
    assertThatThrownBy(() -> store.ensureAccount(space, "heroku", "eu", "here"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("account 'here' is at provider 'local'");
  }

  @Test
  void engines_are_alive_while_they_give_signs_of_it() {
    EngineId old = new EngineId(UUID.randomUUID());
    EngineId fresh = new EngineId(UUID.randomUUID());
    store.engines().register(old, T0);
    store.engines().register(fresh, T0);
    store.engines().heartbeat(fresh, T0.plusSeconds(10));

    assertThat(store.engines().alive(T0.plusSeconds(5))).contains(fresh).doesNotContain(old);
    store.engines().remove(fresh);
    assertThat(store.engines().alive(T0)).contains(old).doesNotContain(fresh);
  }

  @Test
  void a_second_opening_finds_the_schema_in_place() {
    try (Store again = Store.open(SharedStore.settings())) {
      assertThat(again.available()).isTrue();
    }
  }

  @Test
  void a_wrong_password_is_told_as_broken_configuration() {
    StoreSettings right = SharedStore.settings();
    DatabaseUrl wrong =
        DatabaseUrl.parse("postgres://paastis:not-this@" + right.url().hosts() + "/postgres");

    assertThatThrownBy(() -> Store.open(StoreSettings.of(wrong, right.clock())).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("refuses")
        .hasMessageContaining(right.url().hosts())
        .hasMessageNotContaining("not-this");
  }
}
