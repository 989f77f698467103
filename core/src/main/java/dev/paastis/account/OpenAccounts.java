// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.budget.AccountBudget;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Providers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of this process, each with its provider object. Accounts come, change and go while
 * it runs. Safe for use by many threads.
 */
public final class OpenAccounts implements Providers, AutoCloseable {
  private static final Logger LOG = System.getLogger(OpenAccounts.class.getName());

  private static final int MOST_SLEEPS = 16;

  private final Map<UUID, Opened> accounts = new ConcurrentHashMap<>();
  private final List<Consumer<Opened>> listeners = new CopyOnWriteArrayList<>();

  /**
   * An account with what serves it.
   *
   * @param account which
   * @param provider its provider object
   * @param kind of platform, {@code null} for processes of this machine
   * @param budget of its API calls, {@code null} where there is no API
   */
  public record Opened(
      Account account,
      Provider provider,
      @Nullable ProviderKind kind,
      @Nullable AccountBudget budget) {}

  /** Adds a listener, which is told of every account that is put in from here on. */
  public void listen(Consumer<Opened> listener) {
    listeners.add(listener);
  }

  /** Puts an account in, instead of the one of the same id, which is closed. */
  public void put(Opened opened) {
    close(accounts.put(opened.account().id(), opened));
    listeners.forEach(listener -> listener.accept(opened));
  }

  /** Takes an account out and closes it. */
  public void remove(UUID id) {
    close(accounts.remove(id));
  }

  /** The account, if it is open. */
  public Optional<Opened> find(UUID id) {
    return Optional.ofNullable(accounts.get(id));
  }

  /** All, by name. */
  public List<Opened> all() {
    Collection<Opened> all = accounts.values();
    return all.stream().sorted(Comparator.comparing(opened -> opened.account().name())).toList();
  }

  @Override
  public Provider of(Account account) {
    return find(account.id())
        .map(Opened::provider)
        .orElseThrow(
            () -> new IllegalStateException("account '" + account.name() + "' is not configured"));
  }

  /**
   * A sleep takes a few calls and then some seconds to end: four for each call that becomes free in
   * a second keep the calls flowing.
   */
  @Override
  public int sleepsAtOnce(Account account) {
    return find(account.id())
        .map(Opened::kind)
        .flatMap(kind -> kind.limits().stream().findFirst())
        .map(limit -> Math.clamp(Math.round(4 * limit.perSecond()), 2, MOST_SLEEPS))
        .orElse(MOST_SLEEPS);
  }

  /** Time between two wakes that the account's API allows for long; zero where it has no limit. */
  public Duration timeBetweenWakes(Account account) {
    return find(account.id())
        .map(Opened::kind)
        .map(ProviderKind::timeBetweenWakes)
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    accounts.keySet().forEach(this::remove);
  }

  /** Calls under way on it end as unknown, and are asked about through its successor. */
  private static void close(@Nullable Opened old) {
    if (old == null) {
      return;
    }
    try {
      old.provider().close();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "account " + old.account().name() + " did not close", e);
    }
  }
}
