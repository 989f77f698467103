// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.AccountOpener;
import dev.paastis.account.ImportRule;
import dev.paastis.account.OpenAccounts;
import dev.paastis.account.OpenAccounts.Opened;
import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.provider.local.LocalApp;
import dev.paastis.provider.local.LocalProvider;
import dev.paastis.provider.local.LocalSettings;
import dev.paastis.server.config.Configuration;
import dev.paastis.server.config.Configuration.AccountEntry;
import dev.paastis.server.config.Configuration.AppEntry;
import dev.paastis.server.config.Configuration.Platform;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.rest.DeclaredAccounts;
import dev.paastis.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The accounts that the configuration file declares. */
final class FileAccounts implements DeclaredAccounts {
  /** Kinds whose apps are near by nature. */
  private static final Set<String> NEAR = Set.of("docker", "kubernetes");

  private final Configuration configuration;
  private final ConfiguredNames names;
  private final Map<UUID, Declared> declared = new LinkedHashMap<>();
  private final List<LocalProvider> local = new ArrayList<>();

  /**
   * Opens each of them.
   *
   * @throws ConfigurationException when a setting of one makes no sense
   */
  FileAccounts(Parts parts, SpaceId space, Store store, OpenAccounts open) {
    this.configuration = parts.configuration();
    this.names = parts.names();
    AccountOpener opener = parts.opener().anywhere();
    for (AccountEntry entry : configuration.accounts()) {
      Account account = store.ensureAccount(space, entry.provider(), entry.region(), entry.name());
      declared.put(account.id(), new Declared(account, entry));
      open.put(
          entry
              .platform()
              .map(platform -> opened(account, platform, opener))
              .orElseGet(() -> opened(account, entry, opener)));
    }
  }

  /** What they are made of. */
  record Parts(Configuration configuration, AccountOpener opener, ConfiguredNames names) {}

  @Override
  public boolean declares(Account account) {
    return declared.containsKey(account.id());
  }

  /**
   * Whether apps of that account may be on this machine or its networks: the operator has declared
   * it, or they are there by nature and whoever may add accounts is the operator's own people.
   */
  boolean mayBeNear(Account account) {
    return declares(account) || NEAR.contains(account.provider());
  }

  @Override
  public boolean production(Account account) {
    return rule(account).filter(ImportRule::production).isPresent();
  }

  /** The accounts whose apps the file declares one by one. */
  List<Account> local() {
    return declared.values().stream()
        .filter(entry -> entry.entry().platform().isEmpty())
        .map(Declared::account)
        .toList();
  }

  /** The accounts on platforms. */
  List<Account> onPlatforms() {
    return declared.values().stream()
        .filter(entry -> entry.entry().platform().isPresent())
        .map(Declared::account)
        .toList();
  }

  /** What the file says of the apps found on an account; empty for one that it does not declare. */
  Optional<ImportRule> rule(Account account) {
    return Optional.ofNullable(declared.get(account.id()))
        .flatMap(entry -> entry.entry().platform())
        .map(platform ->
            new ImportRule(
                name ->
                    platform.imports().stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches()),
                _ -> configuration.defaults(),
                platform.production()));
  }

  /** The apps declared on a local account. */
  List<App> declaredOn(Account account) {
    return Optional.ofNullable(declared.get(account.id())).stream()
        .flatMap(entry -> entry.entry().apps().stream())
        .map(app -> app(account, app))
        .toList();
  }

  /** Keeps the output of local apps within its bounds. */
  void housekeep() {
    local.forEach(LocalProvider::housekeep);
  }

  private static Opened opened(Account account, Platform platform, AccountOpener opener) {
    try {
      return opener.open(account, platform.kind(), platform.settings());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of("account '%s': %s".formatted(account.name(), e.getMessage())));
    }
  }

  private Opened opened(Account account, AccountEntry entry, AccountOpener opener) {
    Path home = opener.folder().resolveSibling("local");
    LocalSettings settings = LocalSettings.in(home.resolve(entry.name()));
    List<LocalApp> apps = entry.apps().stream().map(FileAccounts::local).toList();
    LocalProvider provider = new LocalProvider(settings, apps, opener.ticker(), opener.clock());
    local.add(provider);
    return new Opened(account, provider, null, null);
  }

  private App app(Account account, AppEntry entry) {
    List<String> hosts = new ArrayList<>(List.of(names.host(entry.name())));
    hosts.addAll(entry.hosts());
    return new App(
        new AppId(UUID.randomUUID()), // only kept when the app is new
        account,
        entry.name(),
        entry.name(),
        hosts,
        entry.settings(),
        names.group(entry.name()).orElse(null),
        null,
        entry.traits());
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

  private record Declared(Account account, AccountEntry entry) {}
}
