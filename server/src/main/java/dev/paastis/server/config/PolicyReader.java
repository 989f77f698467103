// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Rule;
import dev.paastis.server.config.Policies.Written;
import dev.paastis.server.config.PolicyTexts.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads rules, windows and groups: from the file, or what people wrote in its words. */
final class PolicyReader {
  private final RuleReader rules = new RuleReader();
  private final WindowReader windows;
  private final GroupReader groups;
  private final List<Pending> pending = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();

  /**
   * A reader.
   *
   * @param calendars where days off come from
   * @param knownApp whether an app of that name may be in a group
   */
  PolicyReader(Calendars calendars, Predicate<String> knownApp) {
    this.windows = new WindowReader(calendars);
    this.groups = new GroupReader(knownApp);
  }

  /** A rule whose windows are looked up once all windows are read. */
  private record Pending(Section section, List<String> windows) {}

  /** Reads all of a file. */
  Policies read(Section root) {
    int number = 0;
    for (Section section : root.sections("rules")) {
      number++;
      rule(section, "rule " + number);
    }
    root.sections("windows").forEach(this::window);
    root.sections("groups").forEach(this::group);
    return policies(root, Map.of());
  }

  void rule(Section section, String position) {
    String name = rules.read(section, position);
    written.add(new Written(Kind.RULE, name, section.values()));
    if (section.has("windows")) {
      pending.add(new Pending(section, section.texts("windows")));
    }
  }

  void window(Section section) {
    windows.read(section);
    written.add(new Written(Kind.WINDOW, section.text("name", ""), section.values()));
  }

  void group(Section section) {
    groups.read(section);
    written.add(new Written(Kind.GROUP, section.text("name", ""), section.values()));
  }

  /** What was read, with what else is known. */
  Policies policies(Section root, Map<String, PauseWindow> others) {
    for (Pending rule : pending) {
      for (String name : rule.windows()) {
        if (!windows.windows().containsKey(name) && !others.containsKey(name)) {
          TreeSet<String> known = new TreeSet<>(windows.windows().keySet());
          known.addAll(others.keySet());
          rule.section()
              .problem(
                  "windows",
                  "'%s' is no window; there are: %s"
                      .formatted(name, known.isEmpty() ? "none" : String.join(", ", known)));
        }
      }
    }
    List<Rule> all = rules.rules();
    return new Policies(
        all,
        windows.windows(),
        groups.groups(),
        rules.joins(),
        rules.aliases(),
        RuleReader.base(root),
        written);
  }
}
