// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Providers;
import dev.paastis.provider.local.LocalApp;
import dev.paastis.provider.local.LocalProvider;
import dev.paastis.provider.local.LocalSettings;
import dev.paastis.schedule.Ticker;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.Configuration.AppEntry;
import dev.paastis.server.config.Configuration.GroupEntry;
import dev.paastis.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The configured accounts with a provider object each. */
public final class Accounts implements Providers, AutoCloseable {
  private final Map<UUID, Entry> entries = new LinkedHashMap<>();
  private final String domain;
  private final List<GroupEntry> groups;

  /** Makes a provider for each account of the configuration. */
  Accounts(
      Configuration configuration, SpaceId space, Store store, Path home, InstantSource clock) {
    this.domain = configuration.gateway().domain();
    this.groups = configuration.groups();
    for (AccountEntry entry : configuration.accounts()) {
      Account account = store.ensureAccount(space, entry.provider(), entry.region(), entry.name());
      LocalSettings settings = LocalSettings.in(home.resolve("local").resolve(entry.name()));
      List<LocalApp> apps = entry.apps().stream().map(Accounts::local).toList();
      LocalProvider provider = new LocalProvider(settings, apps, Ticker.system(), clock);
      entries.put(account.id(), new Entry(account, entry, provider));
    }
  }

  @Override
  public Provider of(Account account) {
    Entry entry = entries.get(account.id());
    if (entry == null) {
      throw new IllegalStateException("account '" + account.name() + "' is not configured");
    }
    return entry.provider();
  }

  /** The accounts. */
  List<Account> all() {
    return entries.values().stream().map(Entry::account).toList();
  }

  /** The apps declared on an account. */
  List<App> declaredOn(Account account) {
    List<App> apps = new ArrayList<>();
    Entry entry = entries.get(account.id());
    if (entry != null) {
      entry.declared().apps().forEach(app -> apps.add(app(account, app)));
    }
    return apps;
  }

  /** Keeps the output of the apps within its bounds. */
  void housekeep() {
    entries.values().forEach(entry -> entry.provider().housekeep());
  }

  @Override
  public void close() {
    entries.values().forEach(entry -> entry.provider().close());
  }

  private App app(Account account, AppEntry entry) {
    List<String> hosts = new ArrayList<>(List.of(entry.name() + "." + domain));
    hosts.addAll(entry.hosts());
    return new App(
        new AppId(UUID.randomUUID()), // only kept when the app is new
        account,
        entry.name(),
        entry.name(),
        hosts,
        entry.settings(),
        group(entry.name()));
  }

  private @Nullable Group group(String app) {
    for (GroupEntry group : groups) {
      int position = group.members().indexOf(app);
      if (position >= 0) {
        return new Group(group.name(), position + 1);
      }
    }
    return null;
  }

  private static LocalApp local(AppEntry entry) {
    return new LocalApp(
        entry.name(),
        entry.command(),
        entry.folder(),
        entry.environment(),
        entry.readiness(),
        entry.stopGrace(),
        entry.port());
  }

  private record Entry(Account account, AccountEntry declared, LocalProvider provider) {}
}
