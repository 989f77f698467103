// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Requests that neither wake an app nor keep it awake, each with the answer it gets while the app
 * is not awake. The first rule that matches counts.
 *
 * @param rules in the order in which they are asked
 */
public record IgnoreRules(List<Rule> rules) {
  private static final List<String> CRAWLERS =
      List.of(
          "googlebot",
          "bingbot",
          "slurp",
          "duckduckbot",
          "baiduspider",
          "yandexbot",
          "applebot",
          "petalbot",
          "bytespider",
          "semrushbot",
          "ahrefsbot",
          "mj12bot",
          "dotbot",
          "gptbot",
          "oai-searchbot",
          "claudebot",
          "perplexitybot",
          "ccbot",
          "amazonbot",
          "facebookexternalhit",
          "meta-externalagent",
          "twitterbot",
          "linkedinbot",
          "archive.org_bot",
          "censysinspect",
          "expanse, a palo alto",
          "zgrab");
  private static final List<String> MONITORS =
      List.of(
          "uptimerobot",
          "pingdom",
          "statuscake",
          "betteruptime",
          "better stack",
          "uptime-kuma",
          "site24x7",
          "hetrixtools",
          "freshping",
          "updown.io",
          "datadogsynthetics",
          "newrelicpinger",
          "nodeping",
          "checkly",
          "googlestackdrivermonitoring",
          "googlehc",
          "elb-healthchecker",
          "kube-probe",
          "blackbox-exporter");

  /** Copies the rules. */
  public IgnoreRules {
    rules = List.copyOf(rules);
  }

  /** No rule: every request wakes. */
  public static IgnoreRules none() {
    return new IgnoreRules(List.of());
  }

  /** Crawlers, uptime monitors, and what browsers fetch by themselves. */
  public static IgnoreRules defaults() {
    Answer later =
        new Answer(503, "text/plain; charset=utf-8", "{app} is asleep\n", Duration.ofHours(1));
    Answer asleep =
        new Answer(200, "application/json", "{\"status\":\"asleep\",\"app\":\"{app}\"}\n", null);
    Answer nothing = new Answer(204, "text/plain", "", null);
    return new IgnoreRules(
        List.of(
            new Rule(CRAWLERS, List.of(), List.of(), later),
            new Rule(MONITORS, List.of(), List.of(), asleep),
            new Rule(
                List.of(),
                List.of("/favicon.ico", "/robots.txt"),
                List.of("/apple-touch-icon", "/.well-known/appspecific/"),
                nothing)));
  }

  /** The answer to that request if a rule names it. */
  @Nullable Answer match(@Nullable String agent, String path) {
    String lower = agent == null ? "" : agent.toLowerCase(Locale.ROOT);
    for (Rule rule : rules) {
      if (rule.matchesAgent(lower) || rule.matchesPath(path)) {
        return rule.answer();
      }
    }
    return null;
  }

  /**
   * One rule: any of its agents, paths or prefixes is enough.
   *
   * @param agents parts of the {@code User-Agent}, in any case
   * @param paths whole paths, without query
   * @param prefixes beginnings of paths
   * @param answer what such a request gets
   */
  public record Rule(
      List<String> agents, List<String> paths, List<String> prefixes, Answer answer) {
    /** Copies the lists. */
    public Rule {
      agents = agents.stream().map(agent -> agent.toLowerCase(Locale.ROOT)).toList();
      paths = List.copyOf(paths);
      prefixes = List.copyOf(prefixes);
    }

    private boolean matchesAgent(String lower) {
      for (String agent : agents) {
        if (lower.contains(agent)) {
          return true;
        }
      }
      return false;
    }

    private boolean matchesPath(String path) {
      for (String prefix : prefixes) {
        if (path.startsWith(prefix)) {
          return true;
        }
      }
      return paths.contains(path);
    }
  }

  /**
   * What an ignored request gets while the app is not awake.
   *
   * @param status HTTP status, 200 to 599
   * @param contentType media type of the body
   * @param body text; {@code {app}} stands for the app's name
   * @param retryAfter told to the client if present
   */
  public record Answer(int status, String contentType, String body, @Nullable Duration retryAfter) {
    /** Validates the status. */
    public Answer {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException(
            "the answer of an ignore rule must have a status of 200 to 599, got: " + status);
      }
    }
  }
}
