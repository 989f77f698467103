// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.account.OpenAccounts.Opened;
import dev.paastis.budget.AccountBudget;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.ProviderKind;
import dev.paastis.schedule.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Discovers each account at its own pace, which follows from what a discovery costs it. One account
 * that is slow holds up no other. Safe for use by many threads.
 */
public final class DiscoveryRounds {
  private static final Logger LOG = System.getLogger(DiscoveryRounds.class.getName());

  private final OpenAccounts accounts;
  private final Consumer<Opened> discover;
  private final Executor executor;
  private final Ticker ticker;

  /** When each account is due, on the ticker's scale; one that is not in it is due now. */
  private final Map<UUID, Long> dueNanos = new ConcurrentHashMap<>();

  private final Set<UUID> running = ConcurrentHashMap.newKeySet();

  /**
   * Rounds over those accounts.
   *
   * @param discover discovers one account and blocks until that has ended
   */
  public DiscoveryRounds(
      OpenAccounts accounts, Consumer<Opened> discover, Executor executor, Ticker ticker) {
    this.accounts = accounts;
    this.discover = discover;
    this.executor = executor;
    this.ticker = ticker;
    accounts.listen(opened -> dueNanos.remove(opened.account().id()));
  }

  /** Begins to discover every account that is due, and returns how many. */
  public int runDue() {
    List<Opened> due = accounts.all().stream().filter(this::isDue).toList();
    due.forEach(opened -> executor.execute(() -> discover(opened)));
    return due.size();
  }

  /** Discovers an account now, whether it is due or not, and returns when that has ended. */
  public void discover(Opened opened) {
    UUID id = opened.account().id();
    if (!running.add(id)) {
      return;
    }
    long before = admitted(opened);
    try {
      discover.accept(opened);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "account=" + opened.account().name() + " was not discovered", e);
    } finally {
      Duration pause = pause(opened, admitted(opened) - before);
      dueNanos.put(id, ticker.nanos() + pause.toNanos());
      running.remove(id);
    }
  }

  private boolean isDue(Opened opened) {
    Long at = dueNanos.get(opened.account().id());
    return at == null || at - ticker.nanos() <= 0;
  }

  private static long admitted(Opened opened) {
    AccountBudget budget = opened.budget();
    return budget == null ? 0 : budget.admitted();
  }

  private static Duration pause(Opened opened, long calls) {
    ProviderKind kind = opened.kind();
    return kind == null
        ? Cadence.next(Capabilities.Changes.FOUND, List.of(), calls)
        : Cadence.next(kind.capabilities().changes(), kind.limits(), calls);
  }
}
