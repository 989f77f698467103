// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.account.AccountBook;
import dev.paastis.account.AccountHealth;
import dev.paastis.account.FoundApps;
import dev.paastis.account.StoredAccount;
import dev.paastis.api.AccountView;
import dev.paastis.api.BudgetView;
import dev.paastis.app.Account;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.budget.Buckets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns accounts into what the wire and the console show of them. */
public final class AccountViews {
  private final AppFinder apps;
  private final DeclaredAccounts file;
  private final Books books;
  private final InstantSource clock;

  /** Reads from these. */
  public AccountViews(AppFinder apps, DeclaredAccounts file, Books books, InstantSource clock) {
    this.apps = apps;
    this.file = file;
    this.books = books;
    this.clock = clock;
  }

  /** Where it is kept. */
  public record Books(
      AccountBook accounts, AccountHealth health, FoundApps found, Buckets buckets) {}

  /** The accounts as they are now. */
  public List<AccountView> of(List<Account> accounts) {
    Map<UUID, AccountHealth.Health> health = books.health().all();
    Map<UUID, StoredAccount> stored =
        books.accounts().all().stream()
            .collect(Collectors.toMap(each -> each.account().id(), each -> each));
    return accounts.stream()
        .map(account ->
            view(account, Optional.ofNullable(stored.get(account.id())), health.get(account.id())))
        .toList();
  }

  /** One account as it is now. */
  public AccountView of(Account account) {
    return of(List.of(account)).getFirst();
  }

  private AccountView view(
      Account account, Optional<StoredAccount> stored, AccountHealth.@Nullable Health seen) {
    List<TrackedApp> taken =
        apps.all(account.space()).stream()
            .filter(app -> app.app().account().id().equals(account.id()))
            .toList();
    int left =
        (int)
            books.found().on(account).stream()
                .filter(app -> app.taken() == null && app.goneAt() == null)
                .count();
    return new AccountView(
        account.id().toString(),
        account.name(),
        account.provider(),
        account.region(),
        file.declares(account) ? "file" : "console",
        stored.map(StoredAccount::production).orElseGet(() -> file.production(account)),
        seen == null ? AccountHealth.State.UNCHECKED.wire() : seen.state().wire(),
        seen == null ? "" : seen.detail(),
        seen == null ? null : seen.checkedAt(),
        taken.size(),
        (int) taken.stream().filter(app -> app.state() instanceof AppState.Asleep).count(),
        left,
        budgets(account));
  }

  /** Limits of one thing among many are shown only while something is used up of them. */
  private List<BudgetView> budgets(Account account) {
    return books.buckets().levels(account.id(), clock.instant()).stream()
        .filter(level -> level.scope().indexOf(':') < 0 || level.left() < level.burst())
        .map(level ->
            new BudgetView(
                level.scope(),
                level.left(),
                level.burst(),
                Math.round(level.perSecond() * 600) / 10.0,
                level.fullAt()))
        .toList();
  }
}
