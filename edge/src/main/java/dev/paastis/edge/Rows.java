// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StateName;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.gateway.route.Alias;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.policy.NamePattern;
import dev.paastis.wake.WakeEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows and rules as the gateway takes them, made of what came over the wire. A gateway needs, and
 * gets, nothing of how an app is run: account, formation and operation are of no meaning here. Safe
 * for use by many threads.
 */
final class Rows {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final Upstream NOWHERE = new Upstream("http", "nowhere.invalid", 80);
  private static final Cause ELSEWHERE = Cause.of(Cause.Kind.REQUEST, "known to the engine");

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  /**
   * The row of a route.
   *
   * @throws IllegalArgumentException when an id, the state or the upstream cannot be read
   */
  TrackedApp of(RouteView view) {
    App app =
        new App(
            new AppId(UUID.fromString(view.id())),
            accounts.computeIfAbsent(view.space(), Rows::account),
            "",
            view.name(),
            view.hosts(),
            AppSettings.DEFAULT,
            null);
    return new TrackedApp(app, view.version(), state(view), null, null);
  }

  static @Nullable WakeEstimate estimate(RouteView view) {
    RouteView.WakeTimes times = view.wakeTimes();
    return times == null
        ? null
        : new WakeEstimate(
            Duration.ofMillis(times.usualMillis()),
            Duration.ofMillis(times.atMostMillis()),
            times.samples());
  }

  static List<Alias> aliases(RouteRulesView rules) {
    return rules.aliases().stream()
        .map(alias -> new Alias(pattern(alias.hosts()), alias.app()))
        .toList();
  }

  static IgnoreRules ignored(RouteRulesView rules) {
    return new IgnoreRules(rules.ignored().stream().map(Rows::ignored).toList());
  }

  private static IgnoreRules.Rule ignored(RouteRulesView.Ignored view) {
    RouteRulesView.Pattern apps = view.apps();
    Long retryAfter = view.answer().retryAfterMillis();
    return new IgnoreRules.Rule(
        view.name(),
        view.agents(),
        view.paths(),
        view.prefixes(),
        view.addresses(),
        apps == null ? null : pattern(apps),
        new IgnoreRules.Answer(
            view.answer().status(),
            view.answer().contentType(),
            view.answer().body(),
            retryAfter == null ? null : Duration.ofMillis(retryAfter)));
  }

  private static NamePattern pattern(RouteRulesView.Pattern view) {
    return view.whole() ? NamePattern.of(view.text()) : NamePattern.anywhere(view.text());
  }

  private static Account account(String space) {
    return new Account(NOBODY, new SpaceId(UUID.fromString(space)), "remote", "", "");
  }

  private static AppState state(RouteView view) {
    return switch (StateName.ofWire(view.state())) {
      case AWAKE -> new AppState.Awake(view.since(), upstream(view), Formation.EMPTY);
      case ASLEEP -> new AppState.Asleep(view.since(), Formation.EMPTY);
      case WAKING -> new AppState.Waking(view.since(), operation(view), Formation.EMPTY);
      case FALLING_ASLEEP -> falling(view);
      case UNKNOWN -> new AppState.Unknown(view.since(), "", Formation.EMPTY);
    };
  }

  private static Upstream upstream(RouteView view) {
    String upstream = view.upstream();
    if (upstream == null) {
      throw new IllegalArgumentException("app " + view.name() + " is awake without upstream");
    }
    return Upstream.parse(upstream);
  }

  /** Where it answered is told of apps that are awake only, and of no use until it is again. */
  private static AppState falling(RouteView view) {
    return new AppState.FallingAsleep(
        view.since(), operation(view), NOWHERE, Formation.EMPTY, view.since());
  }

  private static Operation operation(RouteView view) {
    return new Operation(NOBODY, new EngineId(NOBODY), view.since(), ELSEWHERE);
  }
}
