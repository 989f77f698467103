// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.PolicyValueView;
import dev.paastis.api.RuleTrialView.Change;
import dev.paastis.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells two policies of one app apart, in the words of the file. */
public final class PolicyChanges {
  private static final String NONE = "none";

  private PolicyChanges() {}

  /** What is otherwise in the second. */
  public static List<Change> between(Policy before, Policy after) {
    Map<String, PolicyValueView> then = byKey(PolicyViews.of(before));
    Map<String, PolicyValueView> now = byKey(PolicyViews.of(after));
    List<Change> changes = new ArrayList<>();
    now.forEach((key, said) -> {
      String value = value(then.get(key));
      if (!value.equals(said.value())) {
        changes.add(new Change(key, value, said.value(), said.by()));
      }
    });
    then.forEach((key, said) -> {
      if (!now.containsKey(key)) {
        changes.add(new Change(key, said.value(), NONE, "default"));
      }
    });
    return changes;
  }

  private static Map<String, PolicyValueView> byKey(List<PolicyValueView> values) {
    return values.stream()
        .collect(
            Collectors.toMap(
                PolicyValueView::key, Function.identity(), (one, _) -> one, LinkedHashMap::new));
  }

  private static String value(@Nullable PolicyValueView value) {
    return value == null ? NONE : value.value();
  }
}
