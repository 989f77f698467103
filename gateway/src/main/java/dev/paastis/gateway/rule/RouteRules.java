// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All routes, compiled: the rules of each app, and the hosts bound to apps. Immutable but for the
 * buckets of its rate limits, which a successor takes over where the limit is the same.
 */
public final class RouteRules {
  /** No routes. */
  public static final RouteRules NONE = new RouteRules(List.of(), Map.of());

  private final List<RouteEntry> entries;
  private final Map<String, RateLimiter> limiters = new HashMap<>();
  private final Map<String, AppRules> byApp = new HashMap<>();
  private final Map<String, String> appOfHost = new HashMap<>();
  private final Map<String, HostRules> elsewhere = new HashMap<>();

  private RouteRules(List<RouteEntry> entries, Map<String, RateLimiter> before) {
    this.entries = List.copyOf(entries);
    Map<String, Map<String, HostRules>> hosts = new HashMap<>();
    Map<String, HostRules> others = new HashMap<>();
    for (RouteEntry entry : entries) {
      HostRules rules = compile(entry, before);
      String app = entry.app();
      if (app == null) {
        entry.hosts().forEach(host -> elsewhere.put(lower(host), rules));
      } else if (entry.hosts().isEmpty()) {
        others.put(app, rules);
      }
      for (String host : app == null ? List.<String>of() : entry.hosts()) {
        appOfHost.put(lower(host), app);
        hosts.computeIfAbsent(app, _ -> new HashMap<>()).put(lower(host), rules);
      }
    }
    others.forEach((app, rules) -> byApp.put(app, rulesOf(app, hosts, rules)));
    hosts.forEach((app, _) -> byApp.computeIfAbsent(app, _ -> rulesOf(app, hosts, null)));
  }

  private static AppRules rulesOf(
      String app, Map<String, Map<String, HostRules>> hosts, @Nullable HostRules otherwise) {
    return new AppRules(hosts.getOrDefault(app, Map.of()), otherwise);
  }

  /**
   * Compiles routes that were checked already.
   *
   * @param before those in force until now
   */
  public static RouteRules compile(List<RouteEntry> entries, RouteRules before) {
    return new RouteRules(entries, before.limiters);
  }

  private HostRules compile(RouteEntry entry, Map<String, RateLimiter> before) {
    List<HostRules.OfPaths> paths = new ArrayList<>();
    Rules all = rules(entry.name(), "", entry.terms(), before);
    for (RouteEntry.OfPaths some : entry.paths()) {
      String patterns =
          some.patterns().stream().map(PathPattern::toString).collect(Collectors.joining(", "));
      // A limit that is not the paths' own is one with the route's, and so is its bucket.
      RouteTerms terms = some.terms().over(entry.terms());
      Rules rules =
          some.terms().guard().rate() == null
              ? new Rules(entry.name(), patterns, terms, all.limiter())
              : rules(entry.name(), patterns, terms, before);
      paths.add(new HostRules.OfPaths(some.patterns(), rules));
    }
    return new HostRules(all, paths);
  }

  private Rules rules(
      String name, String paths, RouteTerms terms, Map<String, RateLimiter> before) {
    RateLimit limit = terms.guard().rate();
    if (limit == null || limit.requests() == 0) {
      return new Rules(name, paths, terms, null);
    }
    String key = name + " " + paths;
    RateLimiter known = before.get(key);
    RateLimiter limiter =
        known != null && known.limit().equals(limit) ? known : new RateLimiter(limit);
    limiters.put(key, limiter);
    return new Rules(name, paths, terms, limiter);
  }

  /** The routes as they are written. */
  public List<RouteEntry> entries() {
    return entries;
  }

  /** The rules of an app, {@code null} where there are none. */
  public @Nullable AppRules ofApp(String name) {
    return byApp.get(name);
  }

  /** Name of the app to which a host is bound, {@code null} where it is not. */
  public @Nullable String appOf(String host) {
    return appOfHost.get(host);
  }

  /** What holds for a host without app that leads elsewhere, {@code null} where it does not. */
  public @Nullable Rules elsewhere(String host, String uri) {
    HostRules rules = elsewhere.get(host);
    return rules == null ? null : rules.meet(uri);
  }

  private static String lower(String host) {
    return host.toLowerCase(Locale.ROOT);
  }
}
