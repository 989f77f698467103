// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.RouteLine;
import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Upstream;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.rule.RouteRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes as far as they were told, kept in the gateway and for the snapshot. The gateway is
 * made when the first settings are known and listens when the first snapshot is complete. A
 * position counts only with everything before it: a stream that breaks in the middle of a snapshot
 * has told nothing that could be gone on from. Safe for use by many threads.
 */
final class FollowedRoutes {
  private static final System.Logger LOG = System.getLogger(FollowedRoutes.class.getName());

  private final Function<GatewaySettingsView, GatewayServer> making;
  private final Rows rows = new Rows();
  private final FollowedRules written = new FollowedRules();
  private final Map<String, RouteView> routes = new HashMap<>();
  private @Nullable GatewayServer gateway;
  private @Nullable GatewaySettingsView settings;
  private RouteRulesView rules = new RouteRulesView(List.of(), List.of());
  private @Nullable Set<String> snapshot;
  private @Nullable String epoch;
  private @Nullable String completedEpoch;
  private boolean unprotected;
  private long position;
  private long changes;

  FollowedRoutes(Function<GatewaySettingsView, GatewayServer> making) {
    this.making = making;
  }

  /**
   * Takes a line that tells something of routes; all others are of no effect here.
   *
   * @throws GarbledException when it lacks something or cannot be meant like that
   */
  synchronized void accept(RouteLine line) throws GarbledException {
    try {
      switch (line.type()) {
        case RouteLine.Type.SNAPSHOT -> begin(line);
        case RouteLine.Type.RESUME -> resume(line);
        case RouteLine.Type.ROUTE -> route(need(line.route(), line));
        case RouteLine.Type.GONE -> gone(need(line.app(), line));
        case RouteLine.Type.RULES -> rules(need(line.rules(), line));
        case RouteLine.Type.PAGE -> written.page(need(line.page(), line));
        case RouteLine.Type.WRITTEN -> written.route(need(line.written(), line));
        case RouteLine.Type.IN_FORCE -> putInForce();
        case RouteLine.Type.COMPLETE -> complete();
        default -> {}
      }
    } catch (IllegalArgumentException e) {
      throw new GarbledException(line.type() + ": " + e.getMessage(), e);
    }
    Long reached = line.position();
    if (reached != null && snapshot == null) {
      position = reached;
      changes++;
    }
  }

  /** The gateway, once settings are known. */
  synchronized Optional<GatewayServer> gateway() {
    return Optional.ofNullable(gateway);
  }

  /** From where a stream can go on; {@code null} while nothing is complete. */
  synchronized @Nullable String since() {
    return completedEpoch == null ? null : completedEpoch + ":" + position;
  }

  /** Has the next stream begin with a snapshot. */
  synchronized void distrust() {
    completedEpoch = null;
  }

  /** Counts what was told, for whoever writes it down. */
  synchronized long changes() {
    return changes;
  }

  synchronized int size() {
    return routes.size();
  }

  /** Where the app was last known to be awake. */
  synchronized Optional<Upstream> lastKnownUpstream(AppId app) {
    return Optional.ofNullable(routes.get(app.toString()))
        .map(rows::of)
        .flatMap(row ->
            row.state() instanceof AppState.Awake awake
                ? Optional.of(awake.upstream())
                : Optional.empty());
  }

  /** Everything as lines, empty while nothing is complete. */
  synchronized List<RouteLine> lines() {
    GatewaySettingsView known = settings;
    String of = completedEpoch;
    if (known == null || of == null || snapshot != null) {
      return List.of();
    }
    List<RouteLine> lines = new ArrayList<>(routes.size() + 2);
    lines.add(RouteLine.snapshot(of, position, known, rules));
    lines.addAll(written.lines());
    routes.values().forEach(route -> lines.add(RouteLine.route(route, null)));
    lines.add(RouteLine.complete(position));
    return lines;
  }

  private void begin(RouteLine line) throws GarbledException {
    settle(need(line.settings(), line));
    epoch = need(line.epoch(), line);
    snapshot = new HashSet<>();
    written.begin();
    unprotected = true;
    rules(need(line.rules(), line));
  }

  private void resume(RouteLine line) throws GarbledException {
    settle(need(line.settings(), line));
    written.begin();
    snapshot = null; // what came of a snapshot that broke off is newer than what follows, or equal
  }

  private void settle(GatewaySettingsView told) {
    if (gateway == null) {
      gateway = making.apply(told);
    } else if (!told.equals(settings)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the engine's settings of gateways have changed; restart this gateway to use them");
    }
    settings = told;
  }

  private void route(RouteView view) {
    if (snapshot != null) {
      snapshot.add(view.id());
    }
    RouteView known = routes.get(view.id());
    if (view.equals(known) || (known != null && view.version() < known.version())) {
      return; // as most are in the snapshot after a restart of the engine
    }
    Reach reach = view.reach().equals("anywhere") ? Reach.ANYWHERE : Reach.PUBLIC;
    server().publish(rows.of(view), Rows.estimate(view), reach);
    routes.put(view.id(), view);
  }

  private void gone(String app) {
    server().remove(new AppId(UUID.fromString(app)));
    routes.remove(app);
    if (snapshot != null) {
      snapshot.remove(app);
    }
  }

  private void rules(RouteRulesView told) {
    rules = told;
    server().alias(Rows.aliases(told));
    server().ignore(Rows.ignored(told));
  }

  private void putInForce() {
    RouteRules changed = written.putInForce();
    if (changed != null) {
      server().rules(changed);
    }
    unprotected = false;
  }

  /** What a snapshot does not name is gone. */
  private void complete() throws GarbledException {
    Set<String> named = snapshot;
    if (named != null) {
      if (unprotected) {
        throw new GarbledException("a snapshot without the operator's routes");
      }
      List<String> unnamed = routes.keySet().stream().filter(id -> !named.contains(id)).toList();
      unnamed.forEach(this::gone);
      snapshot = null;
      completedEpoch = epoch;
    }
  }

  private GatewayServer server() {
    if (gateway == null) {
      throw new IllegalArgumentException("came before any settings");
    }
    return gateway;
  }

  private static <T> T need(@Nullable T value, RouteLine line) throws GarbledException {
    if (value == null) {
      throw new GarbledException("a line of type '" + line.type() + "' lacks what it is about");
    }
    return value;
  }
}
