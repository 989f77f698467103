// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link IgnoreRules} and remembers the verdict on recent agents, because the same few
 * agents send nearly all requests. Belongs to one event loop; not safe for others.
 */
public final class IgnoreMatcher {
  private static final int AGENTS_REMEMBERED = 512;
  private static final String NO_PATH = "";

  private final IgnoreRules rules;
  private final IgnoreRules pathRules;
  private final Map<String, Verdict> byAgent = new HashMap<>();

  private record Verdict(IgnoreRules.@Nullable Answer answer) {}

  /** A matcher of one event loop. */
  public IgnoreMatcher(IgnoreRules rules) {
    this.rules = rules;
    this.pathRules =
        new IgnoreRules(
            rules.rules().stream()
                .filter(rule -> !rule.paths().isEmpty() || !rule.prefixes().isEmpty())
                .toList());
  }

  /** The answer to that request if a rule names it, otherwise {@code null}. */
  public IgnoreRules.@Nullable Answer match(@Nullable String agent, String uri) {
    IgnoreRules.Answer byPath = pathRules.match(null, path(uri));
    return byPath != null || agent == null ? byPath : verdict(agent).answer();
  }

  private Verdict verdict(String agent) {
    Verdict known = byAgent.get(agent);
    if (known != null) {
      return known;
    }
    if (byAgent.size() >= AGENTS_REMEMBERED) {
      byAgent.clear();
    }
    Verdict fresh = new Verdict(rules.match(agent, NO_PATH));
    byAgent.put(agent, fresh);
    return fresh;
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
