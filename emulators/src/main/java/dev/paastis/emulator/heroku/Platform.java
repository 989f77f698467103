// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Router;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All apps. Safe for use by many threads. */
final class Platform {
  /** A small database: 5 dollars a month, whether its app runs or not. */
  private static final BigDecimal ADD_ON_PER_HOUR =
      BigDecimal.valueOf(5).divide(BigDecimal.valueOf(720), 8, RoundingMode.HALF_UP);

  private final Site site;
  private final Map<String, HostedApp> byName = new ConcurrentHashMap<>();
  private final Map<String, HostedApp> byId = new ConcurrentHashMap<>();
  private final Map<String, HostedApp> byHost = new ConcurrentHashMap<>();
  private final Set<String> withAddOns = ConcurrentHashMap.newKeySet();

  /** Ids of apps that are somebody else's by now; they go on, and the account may not see them. */
  private final Set<String> away = ConcurrentHashMap.newKeySet();

  Platform(Site site) {
    this.site = site;
  }

  void add(Identity identity, Collection<ProcessRow> formation) {
    HostedApp app = new HostedApp(identity, formation, site);
    byName.put(identity.name(), app);
    byId.put(identity.id(), app);
    Optional.ofNullable(identity.host()).ifPresent(host -> byHost.put(host, app));
    if (formation.stream().anyMatch(row -> row.size() != DynoSize.ECO)) {
      withAddOns.add(identity.name());
      site.bill().price(addOnsOf(identity.name()), ADD_ON_PER_HOUR);
    }
  }

  /** What an app's add-ons are called on the bill. */
  static String addOnsOf(String name) {
    return name + " add-ons";
  }

  boolean hasAddOns(String name) {
    return withAddOns.contains(name);
  }

  /** Those that the account may see. */
  List<HostedApp> ours() {
    return apps().stream().filter(app -> !away.contains(app.identity().id())).toList();
  }

  void giveAway(String idOrName) {
    away.add(app(idOrName).identity().id());
  }

  boolean isAway(String idOrName) {
    return Optional.ofNullable(byName.get(idOrName))
        .map(app -> away.contains(app.identity().id()))
        .orElseGet(() -> away.contains(idOrName));
  }

  List<HostedApp> apps() {
    return List.copyOf(byName.values());
  }

  HostedApp app(String idOrName) {
    return Optional.ofNullable(byName.get(idOrName))
        .or(() -> Optional.ofNullable(byId.get(idOrName)))
        .orElseThrow(() -> ApiError.notFound("Couldn't find that app."));
  }

  /** Its old host is gone, and so is the old name. */
  void rename(String idOrName, String name) {
    HostedApp app = app(idOrName);
    Identity before = app.identity();
    Identity after = before.named(name, Fleet.host(name, before.createdAt()));
    byName.remove(before.name());
    Optional.ofNullable(before.host()).ifPresent(byHost::remove);
    app.become(after);
    byName.put(name, app);
    Optional.ofNullable(after.host()).ifPresent(host -> byHost.put(host, app));
    if (withAddOns.remove(before.name())) {
      withAddOns.add(name);
      site.bill().price(addOnsOf(before.name()), BigDecimal.ZERO);
      site.bill().price(addOnsOf(name), ADD_ON_PER_HOUR);
    }
    site.webhooks().app(app, "update");
  }

  HostedApp delete(String idOrName) {
    HostedApp app = app(idOrName);
    Identity identity = app.identity();
    byName.remove(identity.name());
    byId.remove(identity.id());
    Optional.ofNullable(identity.host()).ifPresent(byHost::remove);
    app.delete();
    site.webhooks().app(app, "destroy");
    site.bill().price(addOnsOf(identity.name()), BigDecimal.ZERO);
    return app;
  }

  Router.Front front(String host) {
    HostedApp app = byHost.get(host);
    return app == null ? RouterPages.noSuchApp() : app.front();
  }

  void close() {
    byName.values().forEach(HostedApp::delete);
  }
}
