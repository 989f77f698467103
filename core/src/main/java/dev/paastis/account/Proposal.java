// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.provider.DiscoveredApp.Trait;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a found app could be taken over: a proposal, which changes nothing until somebody confirms
 * it.
 *
 * @param name a free name that is a host label
 * @param production whether it looks like production
 * @param idleTimeout time without activity before sleep
 * @param why in one line
 */
public record Proposal(String name, boolean production, Duration idleTimeout, String why) {
  private static final Duration SHORT = Duration.ofMinutes(15);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final int LONGEST_LABEL = 63;

  /** Parts of a name that people give to what serves the public. */
  private static final Set<String> PRODUCTION =
      Set.of("prod", "production", "prd", "live", "www", "public");

  /** Parts of a name that people give to what does not. */
  private static final Set<String> OTHER =
      Set.of(
          "staging",
          "stage",
          "preprod",
          "review",
          "preview",
          "demo",
          "test",
          "testing",
          "tests",
          "dev",
          "develop",
          "development",
          "qa",
          "uat",
          "sandbox",
          "poc",
          "integration");

  /**
   * The proposal for an app.
   *
   * @param accountName makes a name unique where the app's own is taken
   * @param taken tells names that are
   */
  public static Proposal of(FoundApp app, String accountName, Predicate<String> taken) {
    String name = free(label(app.name()), label(accountName), taken);
    if (app.traits().contains(Trait.PRODUCTION)) {
      return new Proposal(name, true, LONG, "its platform says that it is production");
    }
    if (app.traits().contains(Trait.REVIEW_APP)) {
      return new Proposal(name, false, SHORT, "a review app");
    }
    List<String> words = words(app.name());
    if (words.stream().anyMatch(OTHER::contains)) {
      return new Proposal(name, false, SHORT, "its name says that it is not production");
    }
    return words.stream().anyMatch(PRODUCTION::contains)
        ? new Proposal(name, true, LONG, "its name looks like production")
        : new Proposal(name, false, LONG, "nothing says what it is for");
  }

  private static List<String> words(String name) {
    return Arrays.asList(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1));
  }

  /** As a host label: lower case letters, digits and inner hyphens, at most 63 (RFC 1123). */
  static String label(String name) {
    String clean =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return clean.isEmpty() ? "app" : cut(clean, LONGEST_LABEL);
  }

  private static String free(String name, String account, Predicate<String> taken) {
    if (!taken.test(name)) {
      return name;
    }
    String longer = withSuffix(name, account);
    for (int number = 2; taken.test(longer); number++) {
      longer = withSuffix(name, account + "-" + number);
    }
    return longer;
  }

  private static String withSuffix(String name, String suffix) {
    String stem = cut(name, Math.max(1, LONGEST_LABEL - suffix.length() - 1));
    return cut(stem + "-" + suffix, LONGEST_LABEL);
  }

  private static String cut(String label, int length) {
    return label.length() <= length ? label : label.substring(0, length).replaceAll("-+$", "");
  }
}
