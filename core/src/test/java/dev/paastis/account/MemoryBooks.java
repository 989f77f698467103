// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.app.Event;
import dev.paastis.app.Formation;
import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accounts, what was found on them and how they are taken, in memory. */
final class MemoryBooks implements AccountRepository, FoundApps {
  final Healths healths = new Healths();
  final List<Event> events = new ArrayList<>();
  private final Map<UUID, StoredAccount> accounts = new LinkedHashMap<>();
  private final Map<UUID, Map<String, FoundApp>> found = new HashMap<>();

  @Override
  public synchronized List<StoredAccount> all() {
    return List.copyOf(accounts.values());
  }

  @Override
  public synchronized Optional<StoredAccount> find(UUID id) {
    return Optional.ofNullable(accounts.get(id));
  }

  @Override
  public synchronized void add(StoredAccount account, Event event) {
    String name = account.account().name();
    if (accounts.values().stream().anyMatch(other -> other.account().name().equals(name))) {
      throw new IllegalArgumentException("'" + name + "' is taken");
    }
    accounts.put(account.account().id(), account);
    events.add(event);
  }

  @Override
  public synchronized boolean rotate(UUID id, AccountSettings settings, Event event) {
    return change(
        id,
        event,
        old -> new StoredAccount(old.account(), settings, old.production(), old.addedAt()));
  }

  @Override
  public synchronized boolean mark(UUID id, boolean production, Event event) {
    return change(
        id,
        event,
        old -> new StoredAccount(old.account(), old.settings(), production, old.addedAt()));
  }

  @Override
  public synchronized boolean remove(UUID id, Instant at, Event event) {
    events.add(event);
    return accounts.remove(id) != null;
  }

  @Override
  public synchronized List<FoundApp> on(Account account) {
    return List.copyOf(of(account).values());
  }

  @Override
  public synchronized boolean saw(Account account, List<DiscoveredApp> listed, Instant at) {
    Map<String, FoundApp> apps = of(account);
    Map<String, FoundApp> earlier = Map.copyOf(apps);
    apps.replaceAll((_, app) -> with(app, app.taken(), at));
    for (DiscoveredApp app : listed) {
      FoundApp before = apps.get(app.ref());
      boolean running = app.status() instanceof AppStatus.Running;
      apps.put(
          app.ref(),
          new FoundApp(
              app.ref(),
              app.name(),
              app.hosts(),
              running,
              Formation.EMPTY,
              app.traits(),
              app.labels(),
              at,
              null,
              before == null ? null : before.taken()));
    }
    return apps.values().stream().anyMatch(app -> isOtherNow(app, earlier.get(app.ref())));
  }

  @Override
  public synchronized boolean take(Account account, String ref, FoundApp.@Nullable Taken taken) {
    FoundApp app = of(account).get(ref);
    if (app == null) {
      return false;
    }
    of(account).put(ref, with(app, taken, app.goneAt()));
    return true;
  }

  private static boolean isOtherNow(FoundApp app, @Nullable FoundApp before) {
    return app.taken() != null
        && before != null
        && !(app.hosts().equals(before.hosts())
            && app.traits().equals(before.traits())
            && app.labels().equals(before.labels()));
  }

  private Map<String, FoundApp> of(Account account) {
    return found.computeIfAbsent(account.id(), _ -> new LinkedHashMap<>());
  }

  private static FoundApp with(
      FoundApp app, FoundApp.@Nullable Taken taken, @Nullable Instant goneAt) {
    return new FoundApp(
        app.ref(),
        app.name(),
        app.hosts(),
        app.running(),
        app.formation(),
        app.traits(),
        app.labels(),
        app.foundAt(),
        goneAt,
        taken);
  }

  private boolean change(UUID id, Event event, UnaryOperator<StoredAccount> change) {
    events.add(event);
    return accounts.computeIfPresent(id, (_, old) -> change.apply(old)) != null;
  }

  /** How the platforms take the accounts. */
  static final class Healths implements AccountHealth {
    private final Map<UUID, Health> kept = new HashMap<>();

    @Override
    public synchronized boolean note(UUID account, State state, String detail, Instant at) {
      Health before = kept.put(account, new Health(state, detail, at));
      return before == null || before.state() != state;
    }

    @Override
    public synchronized Map<UUID, Health> all() {
      return Map.copyOf(kept);
    }
  }
}
