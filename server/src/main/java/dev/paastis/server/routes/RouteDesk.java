// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.routes;

import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteRules;
import dev.paastis.gateway.rule.Rules;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.server.config.RouteSource;
import dev.paastis.server.config.RouteSource.Routing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes in force. Reading them again replaces all of them at once, or none where
 * anything is wrong: no connection notices. Safe for use by many threads.
 */
public final class RouteDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RouteDesk.class);

  private final RouteSource source;
  private final GatewayServer gateway;
  private final Predicate<String> knownApp;
  private final InstantSource clock;
  private final Consumer<List<RouteEntry>> far;
  private final Set<String> told = new HashSet<>();
  private volatile State state;
  private volatile RouteRules rules = RouteRules.NONE;

  /**
   * What is in force.
   *
   * @param routing what was read last without a mistake
   * @param since when it was read
   * @param problems why what was read after it is not in force; empty when it is
   */
  public record State(Routing routing, Instant since, List<String> problems) {}

  /**
   * Puts in force what was read at the start.
   *
   * @param far takes them for gateways of their own process
   * @param knownApp whether there is an app of that name
   */
  public RouteDesk(
      Routing first,
      GatewayServer gateway,
      Consumer<List<RouteEntry>> far,
      Predicate<String> knownApp,
      InstantSource clock) {
    this.source = first.source();
    this.gateway = gateway;
    this.far = far;
    this.knownApp = knownApp;
    this.clock = clock;
    this.state = put(first);
  }

  /** What is in force. */
  public State state() {
    return state;
  }

  /** Where routes come from. */
  public RouteSource source() {
    return source;
  }

  /**
   * Reads them again and puts them in force.
   *
   * @throws ConfigurationException with everything that is wrong; then nothing has changed
   */
  public synchronized State reload() {
    try {
      State now = put(source.read());
      state = now;
      LOG.info("{} routes of {} are in force", now.routing().routes().size(), source.file());
      return now;
    } catch (ConfigurationException e) {
      LOG.error(
          "the routes of {} are not in force, those before stay: {}",
          source.file(),
          e.getMessage());
      state = new State(state.routing(), state.since(), e.problems());
      throw e;
    }
  }

  private State put(Routing routing) {
    rules = RouteRules.compile(routing.routes(), rules);
    gateway.rules(rules);
    far.accept(routing.routes());
    return new State(routing, clock.instant(), List.of());
  }

  /** What is in force, though not as it was meant: pages that are broken, apps nobody knows. */
  public List<String> warnings() {
    Routing routing = state.routing();
    List<String> warnings = new ArrayList<>(routing.warnings());
    for (RouteEntry route : routing.routes()) {
      String app = route.app();
      if (app != null && !knownApp.test(app)) {
        warnings.add(
            "route '%s': there is no app '%s'; 'paastis apps' lists them"
                .formatted(route.name(), app));
      }
      for (String host : route.hosts()) {
        TrackedApp at = gateway.appAt(host);
        if (at != null && !at.app().name().equals(app)) {
          warnings.add(
              "route '%s': host '%s' is bound to app '%s' already"
                  .formatted(route.name(), host, at.app().name()));
        }
      }
    }
    return warnings;
  }

  /** Logs each new warning once. */
  public synchronized void tellWarnings() {
    List<String> now = warnings();
    told.retainAll(now);
    now.stream().filter(told::add).forEach(LOG::warn);
  }

  /**
   * What a request would meet.
   *
   * @param app name of the app that answers, {@code null} when none does
   * @param rules what holds for it, {@code null} when nothing does
   */
  public record Met(@Nullable String app, @Nullable Rules rules) {}

  /** What a request would meet at that host, for that path and query. */
  public Met meet(String host, String uri) {
    TrackedApp at = gateway.appAt(host);
    if (at == null) {
      return new Met(null, rules.elsewhere(host, uri));
    }
    String name = at.app().name();
    var ofApp = rules.ofApp(name);
    return new Met(name, ofApp == null ? null : ofApp.meet(host, uri));
  }
}
