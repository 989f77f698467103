// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.NamePattern;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Rule;
import dev.paastis.server.config.Policies.GroupEntry;
import dev.paastis.server.config.Policies.Member;
import dev.paastis.server.config.PolicyTexts.Kind;
import dev.paastis.server.policy.PolicyDesk;
import dev.paastis.server.policy.PolicyDesk.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page of the rules shows of rules, windows and groups, in the order they count. */
final class RulesBoard {
  /** The keys by which a rule has apps belong together. */
  private static final Set<String> JOINING =
      Set.of("join-group", "app_group", "group_name", "linked_apps");

  private final PolicyDesk desk;
  private final AppDirectory directory;
  private final WindowAhead ahead;

  RulesBoard(PolicyDesk desk, AppDirectory directory, WindowAhead ahead) {
    this.desk = desk;
    this.directory = directory;
    this.ahead = ahead;
  }

  /** All that is in force, and what is not and why. */
  Overview overview(SpaceId space) {
    List<App> apps = apps(space);
    List<Item> rules = inOrder(desk.all(Kind.RULE));
    int first = (int) rules.stream().filter(Item::ofFile).count();
    List<RuleLine> lines = new ArrayList<>();
    for (Item item : rules) {
      lines.add(rule(item, lines.size() + 1, lines.size() + 1 - first, apps));
    }
    return new Overview(
        lines,
        rules.size() - first,
        desk.all(Kind.WINDOW).stream().map(this::window).toList(),
        desk.all(Kind.GROUP).stream().map(this::group).toList(),
        joined(rules, apps),
        Boolean.TRUE.equals(desk.inForce().base().dryRun()));
  }

  private List<App> apps(SpaceId space) {
    return directory.all().stream()
        .map(TrackedApp::app)
        .filter(app -> app.account().space().equals(space))
        .toList();
  }

  /** Rules of 2022 count from the last to the first, after all others of the file. */
  private List<Item> inOrder(List<Item> items) {
    List<Item> ordered = new ArrayList<>(items.stream().filter(Item::ofFile).toList());
    ordered.sort(Comparator.comparingInt(this::place));
    items.stream().filter(item -> !item.ofFile()).forEach(ordered::add);
    return ordered;
  }

  private int place(Item item) {
    List<Rule> rules = desk.inForce().rules();
    return inForce(item).map(rules::indexOf).orElse(rules.size());
  }

  /** One of 2022 is known by its place in the file, and called by its pattern too. */
  private Optional<Rule> inForce(Item item) {
    String longer = item.name() + " (" + item.body().get("pattern") + ")";
    return desk.inForce().rules().stream()
        .filter(rule -> rule.name().equals(item.name()) || rule.name().equals(longer))
        .findFirst()
        .filter(_ -> item.problems().isEmpty());
  }

  private RuleLine rule(Item item, int number, int position, List<App> apps) {
    Optional<Rule> rule = inForce(item);
    long selected =
        rule.map(one -> apps.stream().filter(one.selector()::selects).count())
            .orElseGet(() -> apps.stream().filter(app -> isNamed(item, app)).count());
    return new RuleLine(
        item,
        number,
        position,
        PolicyWords.about(item.body()),
        PolicyWords.says(item.body()),
        rule.map(Rule::name).orElse(null),
        selected,
        rule.map(one -> Boolean.TRUE.equals(one.terms().dryRun())).orElse(false));
  }

  /** A rule that only links apps has no word on when they sleep: its pattern is all there is. */
  private static boolean isNamed(Item item, App app) {
    return item.problems().isEmpty()
        && item.body().get("pattern") instanceof String pattern
        && NamePattern.anywhere(pattern).matches(app.name());
  }

  private WindowLine window(Item item) {
    PauseWindow window =
        item.problems().isEmpty() ? desk.inForce().windows().get(item.name()) : null;
    return new WindowLine(
        item,
        PolicyWords.says(item.body()),
        window == null ? "" : ahead.next(window.window()),
        window != null && ahead.pausesNow(window.window()),
        window == null ? List.of() : ahead.daysOff(window.window()));
  }

  private GroupLine group(Item item) {
    List<Member> members =
        desk.inForce().groups().stream()
            .filter(group -> group.name().equals(item.name()) && item.problems().isEmpty())
            .findFirst()
            .map(GroupEntry::members)
            .orElse(List.of());
    return new GroupLine(
        item,
        PolicyWords.says(item.body()),
        members.stream().sorted(Comparator.comparingInt(Member::order)).toList());
  }

  /** The groups that rules make, each with the rules that select one of its members. */
  private List<JoinedLine> joined(List<Item> rules, List<App> apps) {
    Set<String> written =
        desk.inForce().groups().stream().map(GroupEntry::name).collect(Collectors.toSet());
    Map<String, List<App>> byGroup = new TreeMap<>();
    for (App app : apps) {
      Group group = app.group();
      if (group != null && !written.contains(group.name())) {
        byGroup.computeIfAbsent(group.name(), _ -> new ArrayList<>()).add(app);
      }
    }
    List<Item> joining =
        rules.stream()
            .filter(rule -> rule.body().keySet().stream().anyMatch(JOINING::contains))
            .toList();
    return byGroup.entrySet().stream()
        .map(group -> joined(group.getKey(), group.getValue(), joining))
        .toList();
  }

  private JoinedLine joined(String name, List<App> members, List<Item> joining) {
    List<String> by =
        joining.stream()
            .filter(rule -> members.stream().anyMatch(app -> selects(rule, app)))
            .map(Item::name)
            .toList();
    return new JoinedLine(name, by, members.stream().map(App::name).sorted().toList());
  }

  private boolean selects(Item item, App app) {
    return inForce(item)
        .map(rule -> rule.selector().selects(app))
        .orElseGet(() -> isNamed(item, app));
  }

  /**
   * The page of all rules.
   *
   * @param rules in the order in which they count
   * @param ofPeople how many of them people made
   * @param windows the file's first
   * @param groups the file's first
   * @param joined groups that nobody wrote down: rules make them of names
   * @param dryRun whether the file makes everything a dry run
   */
  record Overview(
      List<RuleLine> rules,
      int ofPeople,
      List<WindowLine> windows,
      List<GroupLine> groups,
      List<JoinedLine> joined,
      boolean dryRun) {}

  /**
   * A rule as it is shown.
   *
   * @param item the rule
   * @param number its place among all
   * @param position its place among those that people made; not positive for the file's
   * @param about which apps
   * @param says what holds for them
   * @param filter the name by which the list of apps is narrowed to its apps, {@code null} for none
   * @param selected how many apps it selects
   * @param dryRun whether what it says is only told
   */
  record RuleLine(
      Item item,
      int number,
      int position,
      String about,
      List<String> says,
      @Nullable String filter,
      long selected,
      boolean dryRun) {}

  /**
   * A window as it is shown.
   *
   * @param item the window
   * @param says what it says
   * @param next its next change, in words; empty when it is not in force
   * @param pauses whether it pauses now
   * @param daysOff the next ones
   */
  record WindowLine(
      Item item, List<String> says, String next, boolean pauses, List<String> daysOff) {}

  /**
   * A group as it is shown.
   *
   * @param item the group
   * @param says what it says besides its members
   * @param members in wake order
   */
  record GroupLine(Item item, List<String> says, List<Member> members) {}

  /**
   * A group that rules make of names, as it is shown.
   *
   * @param name its name
   * @param rules by which it came about
   * @param members which wake together
   */
  record JoinedLine(String name, List<String> rules, List<String> members) {}
}
