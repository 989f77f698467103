// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;

import dev.paastis.account.StoredAccount;
import dev.paastis.app.Account;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Secret;
import java.util.Map;
import java.util.UUID;

/** Accounts that people add, for tests. */
final class Stored {
  static final String TOKEN = "tk-us-very-secret-0123456789";

  private static final Cause PERSON = Cause.of(Cause.Kind.PERSON, "ada");

  private Stored() {}

  static SpaceId space() {
    return SharedStore.store().spaces().ensure("space " + UUID.randomUUID());
  }

  static StoredAccount account(SpaceId space, String name) {
    Account account = new Account(UUID.randomUUID(), space, "scalingo", "osc-fr1", name);
    return new StoredAccount(account, settings(TOKEN), false, T0);
  }

  static AccountSettings settings(String token) {
    return new AccountSettings(Map.of("team", "agency"), Map.of("token", new Secret(token)));
  }

  /** Kept in the shared store. */
  static StoredAccount added(String name) {
    StoredAccount account = account(space(), name);
    SharedStore.store().accounts().add(account, event(account, EventType.ACCOUNT_ADDED));
    return account;
  }

  static Event event(StoredAccount stored, EventType type) {
    Account account = stored.account();
    return new Event(0, account.space(), null, T0, type, PERSON, Map.of("account", account.name()));
  }
}
