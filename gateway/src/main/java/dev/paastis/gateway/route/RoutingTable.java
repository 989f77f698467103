// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.rule.RouteRules;
import dev.paastis.gateway.rule.Rules;
import dev.paastis.wake.WakeEstimate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All routes, by host name and by app. A lookup is one hash of the name and takes no lock, whatever
 * the number of routes. A change of an app's state touches its {@link Route} only; the table itself
 * changes when apps or their names come and go, which {@link #epoch()} counts, so that a connection
 * may keep the route of its last request.
 */
public final class RoutingTable {
  private static final System.Logger LOG = System.getLogger(RoutingTable.class.getName());

  private final String domain;
  private final Map<String, Route> byHost = new ConcurrentHashMap<>();
  private final Map<AppId, Route> byApp = new ConcurrentHashMap<>();
  private final Set<String> contested = new HashSet<>();
  private volatile AliasIndex aliases;
  private volatile RouteRules rules = RouteRules.NONE;
  private volatile int epoch;

  /** An empty table; every app answers at its name under the domain. */
  public RoutingTable(String domain) {
    this.domain = HostName.of(domain);
    this.aliases = new AliasIndex(this.domain, byHost, List.of());
  }

  /** The route of a {@code Host} header. */
  public @Nullable Route find(String authority) {
    String host = HostName.of(authority);
    Route bound = byHost.get(host);
    if (bound != null) {
      return bound;
    }
    String app = rules.appOf(host);
    Route own = app == null ? null : byHost.get(app + "." + domain);
    return own == null ? aliases.find(host) : own;
  }

  /** Puts operators' routes in force in place of those before, all at once. */
  public synchronized void rules(RouteRules all) {
    rules = all;
    byApp.values().forEach(this::rule);
    bumpEpoch();
  }

  /** The operators' routes in force. */
  public RouteRules rules() {
    return rules;
  }

  /** Where requests of a host lead that is no app's, {@code null} where it is not known at all. */
  public @Nullable Rules elsewhere(String authority, String uri) {
    return rules.elsewhere(HostName.of(authority), uri);
  }

  private void rule(Route route) {
    route.rules(rules.ofApp(route.app().app().name()));
  }

  /** Whether an app is bound to that very host; one that an alias leads to is not. */
  public boolean isBound(String authority) {
    String host = HostName.of(authority);
    return byHost.containsKey(host) || rules.appOf(host) != null;
  }

  /** Puts aliases in force in place of those before; a host that is bound needs none. */
  public synchronized void alias(List<Alias> all) {
    aliases = aliases.with(all);
    bumpEpoch();
  }

  /** The route of an app. */
  public @Nullable Route find(AppId app) {
    return byApp.get(app);
  }

  /** All routes, in no order. */
  public Collection<Route> all() {
    return byApp.values();
  }

  /** Counts the changes of names; read it before {@link #find(String)}. */
  public int epoch() {
    return epoch;
  }

  /** The same with the reach that an account has of which nothing more is known. */
  public Route publish(TrackedApp app, @Nullable WakeEstimate estimate) {
    return publish(app, estimate, Reach.of(app.app().account()));
  }

  /** Takes a new or newer row of an app, and says which route is the app's. */
  public synchronized Route publish(TrackedApp app, @Nullable WakeEstimate estimate, Reach reach) {
    Route known = byApp.get(app.id());
    if (known == null) {
      Route added = new Route(app, estimate, reach);
      byApp.put(app.id(), added);
      rule(added);
      bind(added, hostsOf(app.app()));
      return added;
    }
    App before = known.app().app();
    known.publish(app, estimate, reach);
    rule(known);
    rename(known, hostsOf(before), hostsOf(known.app().app()));
    return known;
  }

  /** Forgets an app: its names are unknown from now on. */
  public synchronized @Nullable Route remove(AppId app) {
    Route gone = byApp.remove(app);
    if (gone != null) {
      unbind(gone, hostsOf(gone.app().app()));
    }
    return gone;
  }

  private void rename(Route route, Set<String> before, Set<String> now) {
    if (before.equals(now)) {
      return;
    }
    Set<String> gone = new HashSet<>(before);
    gone.removeAll(now);
    unbind(route, gone);
    bind(route, now);
  }

  private void bind(Route route, Set<String> hosts) {
    for (String host : hosts) {
      Route owner = byHost.putIfAbsent(host, route);
      if (owner != null && owner != route) {
        contested.add(host);
        LOG.log(
            System.Logger.Level.WARNING,
            "host {0} of app {1} is already taken by app {2}; give one of them another host",
            host,
            route.app().app().name(),
            owner.app().app().name());
      }
    }
    bumpEpoch();
  }

  private void unbind(Route route, Set<String> hosts) {
    for (String host : hosts) {
      if (byHost.remove(host, route) && contested.remove(host)) {
        rebind(host);
      }
    }
    bumpEpoch();
  }

  /** Gives a host that became free to those who wanted it as well. */
  private void rebind(String host) {
    for (Route route : byApp.values()) {
      if (hostsOf(route.app().app()).contains(host)) {
        bind(route, Set.of(host));
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // writers hold this object's lock
  private void bumpEpoch() {
    aliases = aliases.forgetful();
    epoch++;
  }

  private Set<String> hostsOf(App app) {
    Set<String> hosts = new HashSet<>();
    hosts.add(HostName.of(app.name() + "." + domain));
    for (String host : app.hosts()) {
      hosts.add(HostName.of(host));
    }
    return hosts;
  }
}
