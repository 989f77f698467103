// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.policy.NamePattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link IgnoreRules} and remembers which of them concern recent agents, because the same
 * few agents send nearly all requests: what remains to be compared is the path, as a rule. Belongs
 * to one event loop; not safe for others.
 */
public final class IgnoreMatcher {
  private static final int AGENTS_REMEMBERED = 512;
  private static final int APPS_REMEMBERED = 4096;

  private final Map<String, List<Candidate>> byAgent = new HashMap<>();
  private List<Candidate> rules = List.of();

  /** A matcher of one event loop. */
  public IgnoreMatcher(IgnoreRules rules) {
    replace(rules);
  }

  /** What is asked of a request. */
  public interface Asked {
    /** Its {@code User-Agent}. */
    @Nullable String agent();

    /** Path and query. */
    String uri();

    /** The address of whoever sent it. */
    String address();
  }

  /** Asks other rules from now on. */
  public void replace(IgnoreRules others) {
    byAgent.clear();
    rules = others.rules().stream().map(Candidate::new).toList();
  }

  /** The answer to that request if a rule names it, otherwise {@code null}. */
  public IgnoreRules.@Nullable Answer match(Asked request, Route to) {
    String agent = request.agent();
    List<Candidate> candidates = candidates(agent == null ? "" : agent);
    if (candidates.isEmpty()) {
      return null;
    }
    String path = path(request.uri());
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (candidate.rule.fitsPath(path) && candidate.fitsRest(request, to)) {
        return candidate.rule.answer();
      }
    }
    return null;
  }

  private List<Candidate> candidates(String agent) {
    List<Candidate> known = byAgent.get(agent);
    if (known != null) {
      return known;
    }
    if (byAgent.size() >= AGENTS_REMEMBERED) {
      byAgent.clear();
    }
    String lower = agent.toLowerCase(Locale.ROOT);
    List<Candidate> fresh = new ArrayList<>();
    for (Candidate candidate : rules) {
      if (candidate.rule.fitsAgent(lower)) {
        fresh.add(candidate);
      }
    }
    byAgent.put(agent, fresh);
    return fresh;
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** A rule with what it takes to ask it often. */
  private static final class Candidate {
    private final IgnoreRules.Rule rule;
    private final AddressBlocks addresses;
    private final Map<String, Boolean> byApp = new HashMap<>();

    Candidate(IgnoreRules.Rule rule) {
      this.rule = rule;
      this.addresses = new AddressBlocks(rule.addresses());
    }

    boolean fitsRest(Asked request, Route to) {
      boolean fromThere = rule.addresses().isEmpty() || addresses.contains(request.address());
      NamePattern apps = rule.apps();
      return fromThere && (apps == null || fitsApp(apps, to.app().app().name()));
    }

    private boolean fitsApp(NamePattern apps, String name) {
      if (byApp.size() >= APPS_REMEMBERED) {
        byApp.clear();
      }
      return byApp.computeIfAbsent(name, apps::matches);
    }
  }
}
