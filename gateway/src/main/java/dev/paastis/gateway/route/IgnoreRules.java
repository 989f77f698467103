// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.route;

import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.policy.NamePattern;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
    List<String> nothing = List.of();
    return new IgnoreRules(
        List.of(
            new Rule("crawlers", CRAWLERS, nothing, nothing, nothing, null, Answer.LATER),
            new Rule("monitors", MONITORS, nothing, nothing, nothing, null, Answer.ASLEEP),
            new Rule(
                "browser-extras",
                nothing,
                List.of("/favicon.ico", "/robots.txt"),
                List.of("/apple-touch-icon", "/.well-known/appspecific/"),
                nothing,
                null,
                new Answer(204, "text/plain", "", null))));
  }

  /** These, and after them others. */
  public IgnoreRules and(IgnoreRules others) {
    return new IgnoreRules(Stream.concat(rules.stream(), others.rules.stream()).toList());
  }

  /** The rule that names such a request, {@code null} if none does. */
  public @Nullable Rule match(@Nullable String agent, String path, String address, String app) {
    String lower = agent == null ? "" : agent.toLowerCase(Locale.ROOT);
    for (Rule rule : rules) {
      if (rule.fitsAgent(lower)
          && rule.fitsPath(path)
          && rule.fitsAddress(address)
          && rule.fitsApp(app)) {
        return rule;
      }
    }
    return null;
  }

  /**
   * One rule. It says what a request must look like: everything that it says must hold. Of several
   * agents one is enough, of several addresses too, and of all paths and prefixes together.
   *
   * @param name what it is known by
   * @param agents parts of the {@code User-Agent}, in any case; empty for any agent, or none
   * @param paths whole paths, without query
   * @param prefixes beginnings of paths
   * @param addresses addresses and CIDR blocks from which it comes
   * @param apps names of the apps that it is for, {@code null} for all
   * @param answer what such a request gets
   */
  public record Rule(
      String name,
      List<String> agents,
      List<String> paths,
      List<String> prefixes,
      List<String> addresses,
      @Nullable NamePattern apps,
      Answer answer) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException when it would ignore every request, or names an address that
     *     is none
     */
    public Rule {
      agents = agents.stream().map(agent -> agent.toLowerCase(Locale.ROOT)).toList();
      paths = List.copyOf(paths);
      prefixes = List.copyOf(prefixes);
      addresses = List.copyOf(addresses);
      var _ = new AddressBlocks(addresses);
      if (agents.isEmpty() && paths.isEmpty() && prefixes.isEmpty() && addresses.isEmpty()) {
        throw new IllegalArgumentException(
            "ignore rule '%s' says nothing of a request, so that nothing would wake an app; give it"
                    .formatted(name)
                + " agents, paths, prefixes or addresses");
      }
    }

    boolean fitsAgent(String lower) {
      if (agents.isEmpty()) {
        return true;
      }
      for (String agent : agents) {
        if (lower.contains(agent)) {
          return true;
        }
      }
      return false;
    }

    boolean fitsPath(String path) {
      if (paths.isEmpty() && prefixes.isEmpty()) {
        return true;
      }
      for (String prefix : prefixes) {
        if (path.startsWith(prefix)) {
          return true;
        }
      }
      return paths.contains(path);
    }

    private boolean fitsAddress(String address) {
      return addresses.isEmpty() || new AddressBlocks(addresses).contains(address);
    }

    private boolean fitsApp(String app) {
      return apps == null || apps.matches(app);
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
    /** Come back in an hour: what crawlers and other programs understand. */
    public static final Answer LATER =
        new Answer(503, "text/plain; charset=utf-8", "{app} is asleep\n", Duration.ofHours(1));

    /** All is well, it sleeps: what monitors are content with. */
    public static final Answer ASLEEP =
        new Answer(200, "application/json", "{\"status\":\"asleep\",\"app\":\"{app}\"}\n", null);

    /** Validates the status and the media type. */
    public Answer {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException(
            "the answer of an ignore rule must have a status of 200 to 599, got: " + status);
      }
      if (!contentType.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
        throw new IllegalArgumentException(
            "the content type of an ignore rule's answer must be plain ASCII, got: " + contentType);
      }
    }
  }
}
