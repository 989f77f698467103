// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.account.AccountHealth.Health;
import dev.paastis.account.AccountHealth.State;
import dev.paastis.app.Account;
import dev.paastis.app.SpaceId;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

final class MigrationTest {
  @Test
  void accounts_of_before_are_those_of_the_file() {
    StoreSettings settings = SharedStore.emptyDatabase();
    Flyway.configure().dataSource(settings.url().dataSource()).target("2").load().migrate();
    SpaceId space = new SpaceId(UUID.randomUUID());
    UUID account = UUID.randomUUID();
    new Database(settings.url().dataSource(), "here")
        .run(handle -> {
          handle.execute("INSERT INTO space VALUES (?, 'default', now())", space.value());
          handle.execute(
              "INSERT INTO account VALUES (?, ?, 'local', 'local', 'here', now())",
              account,
              space.value());
        });

    try (Store store = Store.open(settings)) {
      assertThat(store.ensureAccount(space, "local", "local", "here"))
          .isEqualTo(new Account(account, space, "local", "local", "here"));
      assertThat(store.accounts().all()).isEmpty();
      assertThat(store.health().all())
          .containsOnly(Map.entry(account, new Health(State.UNCHECKED, "", null)));
      assertThat(store.health().note(account, State.ACCEPTED, "", T0)).isTrue();
    }
  }
}
