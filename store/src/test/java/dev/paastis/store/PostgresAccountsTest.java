// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paastis.account.AccountRepository;
import dev.paastis.account.StoredAccount;
import dev.paastis.app.Account;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PostgresAccountsTest {
  private final Store store = SharedStore.store();
  private final AccountRepository accounts = store.accounts();
  private final Database database = new Database(store.dataSource(), "here");

  @Test
  void an_added_account_is_read_back_with_its_credentials() {
    StoredAccount agency = Stored.added("agency");

    assertThat(accounts.find(agency.account().id())).contains(agency);
    assertThat(accounts.all()).contains(agency);
    assertThat(events(agency)).containsExactly(EventType.ACCOUNT_ADDED);
  }

  @Test
  void a_rotation_replaces_everything_the_account_says() {
    StoredAccount agency = Stored.added("agency");
    AccountSettings fresh =
        new AccountSettings(Map.of("team", "other"), Map.of("key", new Secret("new")));

    assertThat(rotate(agency, fresh)).isTrue();
    assertThat(find(agency).orElseThrow().settings()).isEqualTo(fresh);
    assertThat(rotate(agency, new AccountSettings(Map.of(), Map.of()))).isTrue();
    assertThat(find(agency).orElseThrow().settings().secrets()).isEmpty();
    assertThat(events(agency)).hasSize(3);
  }

  @Test
  void a_mark_is_kept() {
    StoredAccount agency = Stored.added("agency");
    Event event = Stored.event(agency, EventType.ACCOUNT_MARKED);

    assertThat(accounts.mark(agency.account().id(), true, event)).isTrue();
    assertThat(find(agency).orElseThrow().production()).isTrue();
    assertThat(accounts.mark(agency.account().id(), false, event)).isTrue();
    assertThat(find(agency).orElseThrow().production()).isFalse();
  }

  @Test
  void a_removed_account_is_gone_with_its_credentials_and_gives_its_name_free() {
    StoredAccount agency = Stored.added("agency");

    assertThat(remove(agency)).isTrue();

    assertThat(find(agency)).isEmpty();
    assertThat(accounts.all()).doesNotContain(agency);
    assertThat(sealed(agency)).isEmpty();
    assertThat(events(agency)).containsExactly(EventType.ACCOUNT_ADDED, EventType.ACCOUNT_REMOVED);
    StoredAccount again = Stored.account(agency.account().space(), "agency");
    accounts.add(again, Stored.event(again, EventType.ACCOUNT_ADDED));
    assertThat(find(again)).contains(again);
  }

  @Test
  void what_is_unknown_or_removed_is_not_changed_and_tells_no_event() {
    StoredAccount unknown = Stored.account(Stored.space(), "unknown");
    StoredAccount removed = Stored.added("removed");
    assertThat(remove(removed)).isTrue();

    for (StoredAccount account : List.of(unknown, removed)) {
      assertThat(rotate(account, Stored.settings("new"))).isFalse();
      assertThat(
              accounts.mark(
                  account.account().id(), true, Stored.event(account, EventType.ACCOUNT_MARKED)))
          .isFalse();
      assertThat(remove(account)).isFalse();
    }
    assertThat(events(unknown)).isEmpty();
    assertThat(events(removed)).hasSize(2);
    assertThat(sealed(removed)).isEmpty();
  }

  @Test
  void an_account_of_the_file_is_none_of_these() {
    Account declared = SharedStore.account();
    StoredAccount same = Stored.account(declared.space(), declared.name());

    assertThat(accounts.find(declared.id())).isEmpty();
    assertThatThrownBy(() -> accounts.add(same, Stored.event(same, EventType.ACCOUNT_ADDED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is already an account 'here', declared by the configuration file; give the new"
                + " one another name");
    assertThat(accounts.remove(declared.id(), T0, Stored.event(same, EventType.ACCOUNT_REMOVED)))
        .isFalse();
    assertThat(store.ensureAccount(declared.space(), "local", "local", "here")).isEqualTo(declared);
  }

  @Test
  void the_file_cannot_declare_an_account_that_was_added_until_it_is_removed() {
    StoredAccount agency = Stored.added("agency");
    SpaceId space = agency.account().space();

    assertThatThrownBy(() -> store.ensureAccount(space, "scalingo", "osc-fr1", "agency"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'agency'")
        .hasMessageContaining("added in the console; give it another name, or remove that one");
    assertThat(remove(agency)).isTrue();
    assertThat(store.ensureAccount(space, "scalingo", "osc-fr1", "agency").id())
        .isNotEqualTo(agency.account().id());
  }

  @Test
  void names_added_at_once_are_given_once() throws Exception {
    SpaceId space = Stored.space();
    Callable<StoredAccount> add =
        () -> {
          StoredAccount account = Stored.account(space, "agency");
          accounts.add(account, Stored.event(account, EventType.ACCOUNT_ADDED));
          return account;
        };
    int added = 0;
    try (var executor = Executors.newFixedThreadPool(8)) {
      for (Future<StoredAccount> one : executor.invokeAll(Collections.nCopies(16, add))) {
        try {
          assertThat(find(one.get())).isPresent();
          added++;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("there is already an account 'agency'; give the new one another name");
        }
      }
    }
    assertThat(added).isOne();
  }

  @Test
  void a_rotation_beside_a_removal_leaves_no_credentials_behind() throws Exception {
    try (Store other = Store.open(SharedStore.settings());
        var executor = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 20; i++) {
        StoredAccount agency = Stored.added("agency");
        Event rotated = Stored.event(agency, EventType.ACCOUNT_ROTATED);
        Callable<Boolean> removal = () -> remove(agency);
        Callable<Boolean> rotation =
            () -> other.accounts().rotate(agency.account().id(), Stored.settings("new"), rotated);

        List<Future<Boolean>> both = executor.invokeAll(List.of(removal, rotation));

        assertThat(both.getFirst().get()).isTrue();
        assertThat(sealed(agency)).isEmpty();
        assertThat(find(agency)).isEmpty();
        assertThat(events(agency)).hasSize(both.getLast().get() ? 3 : 2);
      }
    }
  }

  @Test
  void names_that_make_no_sense_are_kept_as_they_are_or_refused() {
    for (String name : List.of("'; DROP TABLE account; --", "日本 🦥", "a".repeat(5000), "%$\\\"")) {
      StoredAccount account = Stored.added(name);
      assertThat(find(account)).contains(account);
    }
    for (String name : List.of("", "  ", "zero\0", "half \ud83d")) {
      StoredAccount account = Stored.account(Stored.space(), name);
      assertThatThrownBy(
              () -> accounts.add(account, Stored.event(account, EventType.ACCOUNT_ADDED)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("an account's name must be text that can be stored");
    }
  }

  @Test
  void credentials_are_nowhere_in_the_database_as_they_are() {
    StoredAccount agency = Stored.added("agency");

    assertThat(new String(sealed(agency).orElseThrow(), StandardCharsets.ISO_8859_1))
        .doesNotContain(Stored.TOKEN);
    assertThat(row(agency)).contains("agency").doesNotContain(Stored.TOKEN);
  }

  @Test
  void credentials_of_another_row_do_not_open_and_a_rotation_mends_that() {
    StoredAccount mine = Stored.added("mine");
    StoredAccount theirs = Stored.added("theirs");
    database.run(handle ->
        handle.execute(
            "UPDATE account SET sealed = ? WHERE id = ?",
            sealed(theirs).orElseThrow(),
            mine.account().id()));

    StoredAccount read = find(mine).orElseThrow();
    assertThat(read.settings().secrets()).isEmpty();
    assertThat(read.settings().texts()).isEqualTo(mine.settings().texts());
    assertThat(accounts.all()).contains(theirs);
    assertThat(rotate(mine, mine.settings())).isTrue();
    assertThat(find(mine)).contains(mine);
  }

  @Test
  void a_failure_tells_no_credential() {
    StoredAccount homeless = Stored.account(new SpaceId(UUID.randomUUID()), "homeless");

    assertThat(homeless.toString()).doesNotContain(Stored.TOKEN);
    assertThatThrownBy(
            () -> accounts.add(homeless, Stored.event(homeless, EventType.ACCOUNT_ADDED)))
        .satisfies(failure -> assertThat(messages(failure)).doesNotContain(Stored.TOKEN));
  }

  private static String messages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    return all.toString();
  }

  private Optional<StoredAccount> find(StoredAccount account) {
    return accounts.find(account.account().id());
  }

  private boolean rotate(StoredAccount account, AccountSettings settings) {
    return accounts.rotate(
        account.account().id(), settings, Stored.event(account, EventType.ACCOUNT_ROTATED));
  }

  private boolean remove(StoredAccount account) {
    return accounts.remove(
        account.account().id(), T0, Stored.event(account, EventType.ACCOUNT_REMOVED));
  }

  private List<EventType> events(StoredAccount account) {
    return store.events().after(account.account().space(), null, 0, 100).stream()
        .map(Event::type)
        .toList();
  }

  private Optional<byte[]> sealed(StoredAccount account) {
    return database.read(handle ->
        handle
            .createQuery("SELECT sealed FROM account WHERE id = :id")
            .bind("id", account.account().id())
            .map((rs, _) -> Optional.ofNullable(rs.getBytes("sealed")))
            .one());
  }

  private String row(StoredAccount account) {
    return database.read(handle ->
        handle
            .createQuery("SELECT account::text FROM account WHERE id = :id")
            .bind("id", account.account().id())
            .mapTo(String.class)
            .one());
  }
}
