// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.route.Alias;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.policy.NamePattern;
import dev.paastis.wake.WakeEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes and rules as they go over the wire. */
final class RouteViews {
  private RouteViews() {}

  static RouteView of(TrackedApp app, @Nullable WakeEstimate estimate, Reach reach) {
    return new RouteView(
        app.id().toString(),
        app.app().name(),
        app.app().space().toString(),
        app.version(),
        app.state().name().wire(),
        app.state().since(),
        app.state() instanceof AppState.Awake awake ? awake.upstream().toString() : null,
        app.app().hosts(),
        reach == Reach.PUBLIC ? "public" : "anywhere",
        estimate == null
            ? null
            : new RouteView.WakeTimes(
                estimate.usual().toMillis(), estimate.atMost().toMillis(), estimate.samples()));
  }

  static List<RouteRulesView.Alias> aliases(List<Alias> aliases) {
    return aliases.stream()
        .map(alias -> new RouteRulesView.Alias(pattern(alias.hosts()), alias.app()))
        .toList();
  }

  static List<RouteRulesView.Ignored> ignored(IgnoreRules rules) {
    return rules.rules().stream().map(RouteViews::ignored).toList();
  }

  private static RouteRulesView.Ignored ignored(IgnoreRules.Rule rule) {
    NamePattern apps = rule.apps();
    IgnoreRules.Answer answer = rule.answer();
    return new RouteRulesView.Ignored(
        rule.name(),
        rule.agents(),
        rule.paths(),
        rule.prefixes(),
        rule.addresses(),
        apps == null ? null : pattern(apps),
        new RouteRulesView.Answer(
            answer.status(),
            answer.contentType(),
            answer.body(),
            answer.retryAfter() == null ? null : answer.retryAfter().toMillis()));
  }

  private static RouteRulesView.Pattern pattern(NamePattern pattern) {
    return new RouteRulesView.Pattern(pattern.toString(), pattern.isWhole());
  }
}
