// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.IgnoreRules.Answer;
import dev.paastis.gateway.route.IgnoreRules.Rule;
import dev.paastis.policy.NamePattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads ignore rules; refuses those that would ignore people. */
final class IgnoreReader {
  /** How the agents of all browsers begin. */
  private static final String EVERY_BROWSER = "mozilla/5.0 (";

  private static final int UNAVAILABLE = 503;

  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** Reads all of a file. */
  Ignoring read(Section root) {
    root.sections("ignore").forEach(this::rule);
    boolean defaults = !Boolean.FALSE.equals(RuleReader.yesOrNo(root, "ignore-defaults"));
    if (defaults) {
      IgnoreRules.defaults().rules().stream()
          .map(Rule::name)
          .filter(names::contains)
          .forEach(name ->
              root.problem("ignore", "'" + name + "' is the name of a rule that is always there"));
    }
    return new Ignoring(rules, defaults);
  }

  /** Those that were read. */
  List<Rule> rules() {
    return rules;
  }

  /** Reads one more. */
  void rule(Section section) {
    section.only("name", "agents", "paths", "prefixes", "addresses", "apps", "answer");
    String name = ConfigurationReader.name(section, "name", section.required("name", "backups"));
    if (!names.add(name)) {
      section.problem("name", "'" + name + "' is the name of another ignore rule already");
    }
    @Nullable NamePattern apps = section.has("apps") ? RuleReader.pattern(section, "apps") : null;
    Answer answer = answer(section.section("answer"));
    try {
      rules.add(
          new Rule(
              name,
              agents(section),
              paths(section, "paths"),
              paths(section, "prefixes"),
              addresses(section),
              apps,
              answer));
    } catch (IllegalArgumentException e) {
      section.problem("", String.valueOf(e.getMessage()));
    }
  }

  private static List<String> agents(Section section) {
    List<String> agents = section.texts("agents");
    for (String agent : agents) {
      if (EVERY_BROWSER.contains(agent.toLowerCase(Locale.ROOT))) {
        section.problem("agents", "'" + agent + "' is part of every browser's; write more of it");
      }
    }
    return agents;
  }

  private static List<String> paths(Section section, String key) {
    List<String> paths = section.texts(key);
    for (String path : paths) {
      if (!path.startsWith("/")) {
        section.problem(key, "'" + path + "' must begin with /");
      } else if (key.equals("prefixes") && path.equals("/")) {
        section.problem(key, "'/' begins every path, so that nothing would wake an app");
      }
    }
    return paths;
  }

  private static List<String> addresses(Section section) {
    List<String> addresses = section.texts("addresses");
    for (String address : addresses) {
      if (address.endsWith("/0")) {
        section.problem("addresses", "'" + address + "' is every address; name a smaller block");
      }
    }
    return addresses;
  }

  private static Answer answer(Section section) {
    section.only("status", "body", "content-type", "retry-after");
    int status = section.number("status", UNAVAILABLE, 200, 599);
    @Nullable Duration otherwise = status == UNAVAILABLE ? Answer.LATER.retryAfter() : null;
    try {
      return new Answer(
          status,
          section.text("content-type", Answer.LATER.contentType()),
          section.text("body", Answer.LATER.body()),
          section.has("retry-after")
              ? section.duration("retry-after", Duration.ofHours(1))
              : otherwise);
    } catch (IllegalArgumentException e) {
      section.problem("content-type", String.valueOf(e.getMessage()));
      return Answer.LATER;
    }
  }
}
