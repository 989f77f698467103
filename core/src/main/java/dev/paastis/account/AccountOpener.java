// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.budget.AccountBudget;
import dev.paastis.budget.Buckets;
import dev.paastis.budget.GuardedBudget;
import dev.paastis.budget.MemoryBuckets;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.AddressRule;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.ProviderKind.Surroundings;
import dev.paastis.schedule.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Makes provider objects with what they need of this process. Safe for use by many threads.
 *
 * @param buckets of all accounts' API budgets
 * @param ticker measures elapsed time
 * @param clock tells the time of day
 * @param folder below which each account has its own
 * @param addresses where their platforms may be
 */
public record AccountOpener(
    Buckets buckets, Ticker ticker, InstantSource clock, Path folder, AddressRule addresses) {
  /** The same for accounts whose platforms may be anywhere, since the operator declares them. */
  public AccountOpener anywhere() {
    return new AccountOpener(buckets, ticker, clock, folder, AddressRule.ANYWHERE);
  }

  /**
   * Opens an account that is kept; nothing is asked yet.
   *
   * @throws IllegalArgumentException when a setting makes no sense, with what to write instead
   */
  public OpenAccounts.Opened open(Account account, ProviderKind kind, AccountSettings settings) {
    return open(account, kind, settings, buckets);
  }

  /** Opens an account that is not kept yet, for a trial: nobody shares its budget. */
  OpenAccounts.Opened tryOut(Account account, ProviderKind kind, AccountSettings settings) {
    return open(account, kind, settings, MemoryBuckets.full());
  }

  private OpenAccounts.Opened open(
      Account account, ProviderKind kind, AccountSettings settings, Buckets from) {
    AccountBudget budget =
        kind.limits().isEmpty() ? null : new AccountBudget(account.id(), from, ticker, clock);
    Surroundings around =
        new Surroundings(
            ticker,
            clock,
            new GuardedBudget(budget == null ? ApiBudget.UNLIMITED : budget, addresses),
            folder.resolve(account.id().toString()));
    return new OpenAccounts.Opened(
        account, kind.open(account.region(), settings, around), kind, budget);
  }
}
