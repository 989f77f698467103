// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppSettings;
import dev.paastis.app.Group;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the apps that were taken over on an account the known ones. */
public final class TakenApps {
  private final FoundApps found;
  private final AppRepository apps;
  private final AppLifecycle lifecycle;
  private final Naming naming;

  /** Declares in that repository, and tells through that lifecycle. */
  public TakenApps(FoundApps found, AppRepository apps, AppLifecycle lifecycle, Naming naming) {
    this.found = found;
    this.apps = apps;
    this.lifecycle = lifecycle;
    this.naming = naming;
  }

  /** What the configuration says of apps by their names. */
  public interface Naming {
    /** The host names at which an app of that name answers besides its own. */
    String host(String app);

    /** The group that an app of that name is in. */
    Optional<Group> group(String app);

    /** What the rules make of the settings that an app was taken over with. */
    default UnaryOperator<AppSettings> settings(String app) {
      return settings -> settings;
    }
  }

  /** Declares the account's apps, and tells of what is new, changed and gone. */
  public void declare(Account account, boolean production) {
    List<App> taken = new ArrayList<>();
    for (FoundApp app : found.on(account)) {
      FoundApp.Taken as = app.taken();
      if (as != null) {
        taken.add(app(account, app, as, production));
      }
    }
    declare(account, taken);
  }

  /** The account goes, and its apps with it. */
  void forget(Account account) {
    declare(account, List.of());
  }

  private void declare(Account account, List<App> declared) {
    List<TrackedApp> before = ofAccount(account);
    List<TrackedApp> now = apps.declare(account, declared, lifecycle.now());
    now.forEach(lifecycle::publish);
    Set<AppId> known = now.stream().map(TrackedApp::id).collect(Collectors.toSet());
    before.stream().filter(row -> !known.contains(row.id())).forEach(lifecycle::publishRemoved);
  }

  private List<TrackedApp> ofAccount(Account account) {
    return apps.all().stream()
        .filter(row -> row.app().account().id().equals(account.id()))
        .toList();
  }

  private App app(Account account, FoundApp found, FoundApp.Taken as, boolean production) {
    Set<String> hosts = new LinkedHashSet<>(List.of(naming.host(as.name())));
    found.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    return new App(
        new AppId(UUID.randomUUID()), // only kept when the app is new
        account,
        found.ref(),
        as.name(),
        List.copyOf(hosts),
        naming.settings(as.name()).apply(as.settings()),
        naming.group(as.name()).orElse(null),
        wall(account, as, production),
        found.asTraits());
  }

  private static @Nullable Wall wall(Account account, FoundApp.Taken as, boolean production) {
    if (production) {
      return Wall.standing("account '" + account.name() + "' is production");
    }
    return as.production() ? Wall.standing("taken over as production") : null;
  }
}
