// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DurationText;
import dev.paastis.api.PolicyValueView;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Policy;
import dev.paastis.policy.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what holds for an app into the words of the file, each with who said it. */
final class PolicyViews {
  private PolicyViews() {}

  /** Everything that is said or has a default; of what may be left unsaid, only what is said. */
  static List<PolicyValueView> of(Policy policy) {
    List<PolicyValueView> values = new ArrayList<>();
    values.add(duration("idle-timeout", policy.idleTimeout()));
    values.add(duration("minimum-awake", policy.minimumAwake()));
    values.add(duration("grace", policy.grace()));
    yes(values, "never-sleep", policy.neverSleep());
    yes(values, "ignore", policy.ignored());
    yes(values, "dry-run", policy.dryRun());
    values.add(value("windows", windows(policy), policy.windows().by()));
    values.add(value("wakes-per-hour", policy.wakesPerHour().value(), policy.wakesPerHour().by()));
    values.add(value("wakes-per-day", policy.wakesPerDay().value(), policy.wakesPerDay().by()));
    values.add(value("busy", policy.busy().value().text(), policy.busy().by()));
    Said<Policy.Stale> stale = policy.stale();
    if (stale != null) {
      values.add(value("stale-after", text(stale.value().after()), stale.by()));
      values.add(value("delete-stale", stale.value().delete(), stale.by()));
    }
    return List.copyOf(values);
  }

  private static String windows(Policy policy) {
    return policy.windows().value().isEmpty()
        ? "none"
        : policy.windows().value().stream()
            .map(PauseWindow::name)
            .collect(Collectors.joining(", "));
  }

  private static PolicyValueView duration(String key, Said<Duration> said) {
    return value(key, text(said.value()), said.by());
  }

  private static void yes(List<PolicyValueView> values, String key, @Nullable String by) {
    if (by != null) {
      values.add(value(key, true, by));
    }
  }

  private static PolicyValueView value(String key, Object value, String by) {
    return new PolicyValueView(key, value.toString(), by);
  }

  private static String text(Duration duration) {
    return DurationText.format(duration);
  }
}
