// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.app.AppKind;
import dev.paastis.policy.NamePattern;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Selector;
import dev.paastis.policy.Terms;
import dev.paastis.server.config.Policies.Alias;
import dev.paastis.server.config.Policies.Join;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules, those of the prototype of 2022 among them. A rule of the prototype is known by the
 * underscores in its keys; its pattern may match any part of a name, and of several that match the
 * last one counted, which is why they stand here in reverse.
 */
final class RuleReader {
  private static final NamePattern NOTHING = NamePattern.of("$^");
  private static final int MOST_NUMBER = 1_000_000;
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "pattern",
          "kinds",
          "labels",
          "account",
          "provider",
          "group",
          "idle-timeout",
          "minimum-awake",
          "grace",
          "never-sleep",
          "ignore",
          "dry-run",
          "windows",
          "wakes-per-hour",
          "wakes-per-day",
          "stale-after",
          "delete-stale",
          "busy",
          "join-group",
          "expect");
  private static final Set<String> LEGACY_KEYS =
      Set.of(
          "pattern",
          "name",
          "app_name",
          "app_group",
          "group_name",
          "app_max_idle_time",
          "linked_apps",
          "provider_name",
          "provider_zone");

  private final List<Rule> rules = new ArrayList<>();
  private final List<Rule> legacy = new ArrayList<>();
  private final List<Join> joins = new ArrayList<>();
  private final List<Alias> aliases = new ArrayList<>();

  /** Reads one more, and tells what it is known by. */
  String read(Section section, String position) {
    if (section.keys().stream().anyMatch(key -> key.indexOf('_') >= 0)) {
      readLegacy(section, position);
      return position;
    }
    Rule rule = rule(section, position);
    rules.add(rule);
    return rule.name();
  }

  /** All that were read, in the order in which they count. */
  List<Rule> rules() {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(legacy.reversed());
    return all;
  }

  List<Join> joins() {
    return joins;
  }

  List<Alias> aliases() {
    return aliases;
  }

  private Rule rule(Section section, String position) {
    section.only(KEYS.toArray(String[]::new));
    NamePattern names = section.has("pattern") ? pattern(section, "pattern") : null;
    Selector selector =
        new Selector(
            names,
            kinds(section),
            section.textsByKey("labels"),
            section.optional("account"),
            section.optional("provider"),
            section.optional("group"));
    if (selector.equals(Selector.ALL)) {
      section.problem(
          "",
          "selects no app; write at least one of pattern, kinds, labels, account, provider, group"
              + " (pattern: \".*\" for all)");
    }
    String join = section.optional("join-group");
    if (join != null && names == null) {
      section.problem("join-group", "needs a pattern, whose captures may stand in it as $1");
    } else if (join != null && names != null) {
      joins.add(new Join(names, join, List.of()));
    }
    Rule rule = new Rule(name(section, names, position), selector, terms(section, selector));
    expect(section, names);
    neverCounts(section, rule);
    return rule;
  }

  private static String name(Section section, @Nullable NamePattern names, String position) {
    String name = section.optional("name");
    if (name != null) {
      return name;
    }
    return names == null ? position : position + " (" + names + ")";
  }

  private static Terms terms(Section section, Selector selector) {
    Boolean delete = yesOrNo(section, "delete-stale");
    if (Boolean.TRUE.equals(delete)) {
      if (!section.has("stale-after")) {
        section.problem("delete-stale", "needs stale-after, for example 30d");
      }
      if (!namesReviewApps(selector)) {
        section.problem(
            "delete-stale",
            "needs a pattern that does not match every name, or kinds: [review-app]");
      }
    }
    return new Terms(
        duration(section, "idle-timeout"),
        duration(section, "minimum-awake"),
        duration(section, "grace"),
        yesOrNo(section, "never-sleep"),
        yesOrNo(section, "ignore"),
        yesOrNo(section, "dry-run"),
        section.has("windows") || section.keys().contains("windows")
            ? section.texts("windows")
            : null,
        section.number("wakes-per-hour", 1, MOST_NUMBER),
        section.number("wakes-per-day", 1, MOST_NUMBER),
        duration(section, "stale-after"),
        delete,
        BusyReader.read(section, "busy"));
  }

  private static boolean namesReviewApps(Selector selector) {
    NamePattern names = selector.names();
    return selector.kinds().equals(Set.of(AppKind.REVIEW_APP))
        || (names != null && !names.matchesEverything());
  }

  /** What holds for all apps of which no rule says more. */
  static Terms base(Section root) {
    return new Terms(
        null,
        duration(root, "minimum-awake"),
        duration(root, "grace"),
        null,
        null,
        Boolean.TRUE.equals(yesOrNo(root, "dry-run")) ? true : null,
        null,
        null,
        root.number("wakes-per-day", 1, MOST_NUMBER),
        null,
        null,
        BusyReader.read(root, "busy"));
  }

  private static @Nullable Duration duration(Section section, String key) {
    return section.has(key) ? section.duration(key, Duration.ofMinutes(15)) : null;
  }

  static @Nullable Boolean yesOrNo(Section section, String key) {
    return section.has(key)
        ? section.oneOf(key, "false", Set.of("true", "false")).equals("true")
        : null;
  }

  static Set<AppKind> kinds(Section section) {
    Map<String, AppKind> known =
        Arrays.stream(AppKind.values()).collect(Collectors.toMap(AppKind::wire, kind -> kind));
    List<AppKind> kinds = new ArrayList<>();
    for (String text : section.texts("kinds")) {
      AppKind kind = known.get(text);
      if (kind == null) {
        section.problem(
            "kinds",
            "'%s' is not known; allowed: %s"
                .formatted(text, String.join(", ", new TreeSet<>(known.keySet()))));
      } else {
        kinds.add(kind);
      }
    }
    return Set.copyOf(kinds);
  }

  /** The file's own tests of a pattern: names that it must match and, after a {@code !}, not. */
  private static void expect(Section section, @Nullable NamePattern names) {
    for (String expected : section.texts("expect")) {
      boolean not = expected.startsWith("!");
      String name = not ? expected.substring(1) : expected;
      if (names == null) {
        section.problem("expect", "needs a pattern to test");
      } else if (names.explodesOn(name)) {
        section.problem("expect", "the pattern takes too long on '" + name + "'; make it simpler");
      } else if (names.matches(name) == not) {
        section.problem(
            "expect", "'%s' %s".formatted(name, not ? "matches, and must not" : "does not match"));
      }
    }
  }

  /** A rule whose every word was said before of every app is a mistake of its author. */
  private void neverCounts(Section section, Rule rule) {
    for (Rule before : rules) {
      NamePattern names = before.selector().names();
      boolean selectsAll =
          before.selector().equals(names == null ? Selector.ALL : Selector.names(names))
              && (names == null || names.matchesEverything());
      if (selectsAll && saysAllOf(before.terms(), rule.terms())) {
        section.problem(
            "",
            "never counts, since %s stands before it, matches every app and says the same keys; put"
                    .formatted(before.name())
                + " this one first");
        return;
      }
    }
  }

  private static boolean saysAllOf(Terms before, Terms now) {
    return !now.equals(Terms.NOTHING) && now.keys().stream().allMatch(before.keys()::contains);
  }

  static NamePattern pattern(Section section, String key) {
    try {
      return NamePattern.of(section.required(key, "\"review-.*\""));
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return NOTHING;
    }
  }

  private void readLegacy(Section section, String position) {
    section.only(LEGACY_KEYS.toArray(String[]::new));
    NamePattern names = legacyPattern(section);
    Integer minutes = section.number("app_max_idle_time", 0, MOST_NUMBER);
    if (minutes != null && minutes > 0) { // the prototype took zero for nothing said
      Terms terms = Terms.idle(Duration.ofMinutes(minutes));
      legacy.add(new Rule(position + " (" + names + ")", Selector.names(names), terms));
    }
    String name = section.text("app_name", section.text("name", ""));
    if (!name.isEmpty()) {
      aliases.add(new Alias(names, name));
    }
    String group = section.text("app_group", section.text("group_name", ""));
    List<String> linked = section.texts("linked_apps");
    if (!group.isEmpty() || !linked.isEmpty()) {
      joins.add(new Join(names, group, linked));
    }
  }

  private static NamePattern legacyPattern(Section section) {
    try {
      return NamePattern.anywhere(section.required("pattern", "review-.*"));
    } catch (IllegalArgumentException e) {
      section.problem("pattern", String.valueOf(e.getMessage()));
      return NOTHING;
    }
  }
}
