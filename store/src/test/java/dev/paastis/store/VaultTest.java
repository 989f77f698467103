// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.account.StoredAccount;
import dev.paastis.app.EventType;
import dev.paastis.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class VaultTest {
  private final Vault vault = SharedStore.store().vault();
  private final UUID account = UUID.randomUUID();

  @Test
  void what_is_sealed_opens_for_its_account_only() {
    Map<String, Secret> secrets =
        Map.of("token", new Secret(Stored.TOKEN), "odd", new Secret("\0 é 日本 \"{}\n"));
    byte[] sealed = vault.seal(account, secrets);

    assertThat(vault.open(account, sealed)).contains(secrets);
    assertThat(vault.open(UUID.randomUUID(), sealed)).isEmpty();
    assertThat(vault.seal(account, secrets)).isNotEqualTo(sealed);
  }

  @Test
  void nothing_to_seal_is_nothing_to_open() {
    assertThat(vault.seal(account, Map.of())).isNull();
    assertThat(vault.open(account, null)).contains(Map.of());
  }

  @Test
  void what_was_changed_does_not_open() {
    byte[] sealed =
        Objects.requireNonNull(vault.seal(account, Map.of("token", new Secret(Stored.TOKEN))));
    sealed[sealed.length - 1] ^= 1;

    assertThat(vault.open(account, sealed)).isEmpty();
    assertThat(vault.open(account, new byte[0])).isEmpty();
    assertThat(vault.open(account, "nonsense".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void engines_that_start_at_once_share_one_keyset() throws Exception {
    StoreSettings settings = SharedStore.emptyDatabase();
    List<Store> engines = new ArrayList<>();
    Callable<Store> start = () -> Store.open(settings);
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (Future<Store> engine : executor.invokeAll(Collections.nCopies(4, start))) {
        engines.add(engine.get());
      }
      StoredAccount agency = added(engines.getFirst());
      for (Store engine : engines) {
        assertThat(engine.accounts().find(agency.account().id())).contains(agency);
      }
    } finally {
      engines.forEach(Store::close);
    }
  }

  @Test
  void another_master_key_ends_the_start_with_what_to_do() {
    StoreSettings settings = SharedStore.emptyDatabase();
    Store.open(settings).close();
    MasterKey other = MasterKey.random();

    assertThatThrownBy(() -> Store.open(settings.sealedWith(other)).close())
        .isInstanceOf(MasterKeyException.class)
        .hasMessageContaining("sealed with another master key")
        .hasMessageContaining("set PAASTIS_MASTER_KEY to it, or restore the file master.key")
        .hasMessageNotContaining(other.text())
        .hasMessageNotContaining(SharedStore.MASTER_KEY.text());
  }

  @Test
  void a_new_master_key_opens_what_the_old_one_sealed_and_the_old_one_nothing() {
    StoreSettings settings = SharedStore.emptyDatabase();
    MasterKey fresh = MasterKey.random();
    try (Store running = Store.open(settings)) {
      StoredAccount agency = added(running);

      running.vault().rewrap(SharedStore.MASTER_KEY, fresh);

      assertThat(running.accounts().all()).containsExactly(agency);
      try (Store restarted = Store.open(settings.sealedWith(fresh))) {
        assertThat(restarted.accounts().all()).containsExactly(agency);
      }
      assertThatThrownBy(() -> Store.open(settings).close()).isInstanceOf(MasterKeyException.class);
      assertThatThrownBy(() -> running.vault().rewrap(SharedStore.MASTER_KEY, fresh))
          .isInstanceOf(MasterKeyException.class);
    }
  }

  @Test
  void after_the_loss_of_a_key_the_credentials_are_given_anew() {
    StoreSettings settings = SharedStore.emptyDatabase();
    StoredAccount agency;
    try (Store store = Store.open(settings)) {
      agency = added(store);
      new Database(store.dataSource(), "here")
          .run(handle -> {
            handle.execute("UPDATE account SET sealed = NULL");
            handle.execute("DELETE FROM vault");
          });
    }
    try (Store store = Store.open(settings.sealedWith(MasterKey.random()))) {
      UUID id = agency.account().id();
      assertThat(store.accounts().find(id).orElseThrow().settings().secrets()).isEmpty();
      assertThat(
              store
                  .accounts()
                  .rotate(id, agency.settings(), Stored.event(agency, EventType.ACCOUNT_ROTATED)))
          .isTrue();
      assertThat(store.accounts().find(id)).contains(agency);
    }
  }

  @Test
  void a_store_without_a_master_key_keeps_no_credentials_and_does_the_rest() {
    StoreSettings settings = SharedStore.emptyDatabase();
    StoreSettings keyless = StoreSettings.of(settings.url(), settings.clock());
    try (Store store = Store.open(keyless)) {
      assertThat(SharedStore.declared(store, "hello").app().name()).isEqualTo("hello");
      assertThat(store.accounts().all()).isEmpty();
      assertThatThrownBy(() -> added(store))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("without a master key");
      assertThatThrownBy(() -> store.vault().rewrap(MasterKey.random(), MasterKey.random()))
          .isInstanceOf(MasterKeyException.class)
          .hasMessageContaining("nothing was sealed");
    }
  }

  private static StoredAccount added(Store store) {
    StoredAccount account = Stored.account(store.spaces().ensure("agency"), "agency");
    store.accounts().add(account, Stored.event(account, EventType.ACCOUNT_ADDED));
    return account;
  }
}
