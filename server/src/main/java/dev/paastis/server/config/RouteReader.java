// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.rule.PathPattern;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads routes, and names those that contradict each other. */
final class RouteReader {
  private static final int MOST_PATHS = 100;

  private final RouteTermsReader terms;
  private final Map<String, String> appOfHost;
  private final List<RouteEntry> routes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> routeOfHost = new HashMap<>();
  private final Map<String, String> routeOfApp = new HashMap<>();

  /**
   * A reader.
   *
   * @param appOfHost hosts that the accounts' apps have, each with its app
   */
  RouteReader(RouteTermsReader terms, Map<String, String> appOfHost) {
    this.terms = terms;
    this.appOfHost = appOfHost;
  }

  /** Reads all of a file. */
  List<RouteEntry> read(Section root) {
    int number = 0;
    for (Section section : root.sections("routes")) {
      number++;
      route(section, "route-" + number);
    }
    return routes;
  }

  private void route(Section section, String position) {
    section.only(
        Stream.concat(Stream.of("name", "app", "hosts", "paths"), RouteTermsReader.KEYS.stream())
            .toArray(String[]::new));
    String name = ConfigurationReader.name(section, "name", section.text("name", position));
    if (!names.add(name)) {
      section.problem("name", "'" + name + "' is the name of another route");
    }
    String app = section.optional("app");
    List<String> hosts = hosts(section, name, app);
    if (app == null && (hosts.isEmpty() || !section.has("redirect"))) {
      section.problem("app", "is missing; only a route with hosts and redirect may go without");
    } else if (app != null && hosts.isEmpty()) {
      String other = routeOfApp.putIfAbsent(app, name);
      if (other != null) {
        section.problem(
            "app",
            "'%s' has route '%s' for all its hosts already; join them".formatted(app, other));
      }
    }
    RouteTerms all = terms.read(section);
    routes.add(new RouteEntry(name, app, hosts, all, paths(section)));
  }

  private List<String> hosts(Section section, String route, @Nullable String app) {
    List<String> hosts = new ArrayList<>();
    for (String written : section.texts("hosts")) {
      String host = AppReader.host(section, "hosts", written).toLowerCase(Locale.ROOT);
      String other = routeOfHost.putIfAbsent(host, route);
      String bound = appOfHost.get(host);
      if (other != null) {
        section.problem("hosts", "'%s' is in route '%s' already".formatted(host, other));
      } else if (bound != null && !bound.equals(app)) {
        section.problem("hosts", "'%s' is bound to app '%s' already".formatted(host, bound));
      }
      hosts.add(host);
    }
    return hosts;
  }

  private List<RouteEntry.OfPaths> paths(Section section) {
    List<RouteEntry.OfPaths> paths = new ArrayList<>();
    List<PathPattern> before = new ArrayList<>();
    for (Section some : section.sections("paths")) {
      some.only(
          Stream.concat(Stream.of("match"), RouteTermsReader.KEYS.stream()).toArray(String[]::new));
      if (!some.has("match")) {
        some.problem("match", "is missing; write for example match: [/api/*]");
      }
      List<PathPattern> patterns = new ArrayList<>();
      for (String written : some.texts("match")) {
        pattern(some, written, before, patterns);
      }
      paths.add(new RouteEntry.OfPaths(patterns, terms.read(some)));
    }
    if (before.size() > MOST_PATHS) {
      section.problem("paths", "names more than 100 patterns");
    }
    return paths;
  }

  private static void pattern(
      Section some, String written, List<PathPattern> before, List<PathPattern> patterns) {
    try {
      PathPattern pattern = PathPattern.of(written);
      for (PathPattern earlier : before) {
        if (earlier.covers(pattern)) {
          some.problem(
              "match",
              "'%s' is never reached, as '%s' before it means the same paths"
                  .formatted(pattern, earlier));
        }
      }
      before.add(pattern);
      patterns.add(pattern);
    } catch (IllegalArgumentException e) {
      some.problem("match", String.valueOf(e.getMessage()));
    }
  }
}
