// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.server.config.Policies.GroupEntry;
import dev.paastis.server.config.Policies.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads groups; an app is in one at most. */
final class GroupReader {
  private final Predicate<String> known;
  private final Set<String> grouped = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final List<GroupEntry> groups = new ArrayList<>();

  /** Reads groups of apps with these names. */
  GroupReader(Predicate<String> known) {
    this.known = known;
  }

  List<GroupEntry> groups() {
    return groups;
  }

  /** Reads one more. */
  void read(Section section) {
    section.only("name", "members", "wait-for");
    String name = ConfigurationReader.name(section, "name", section.required("name", "shop"));
    if (!names.add(name)) {
      section.problem("name", "'" + name + "' is the name of another group already");
    }
    Map<String, Draft> drafts = new LinkedHashMap<>();
    for (Section.Item item : section.items("members")) {
      Draft draft = draft(section, item);
      if (!draft.app().isEmpty()) {
        drafts.put(draft.app(), draft);
      }
    }
    boolean whole = section.oneOf("wait-for", "needed", Set.of("needed", "all")).equals("all");
    groups.add(new GroupEntry(name, members(section, drafts), whole));
  }

  private record Draft(
      String app, List<String> after, boolean ordered, Duration delay, boolean optional) {}

  private Draft draft(Section section, Section.Item item) {
    if (item.text() != null) {
      check(section, item.text());
      return new Draft(item.text(), List.of(), false, Duration.ZERO, false);
    }
    Section member = item.section().only("app", "after", "delay", "optional");
    String app = member.required("app", "shop-api");
    check(section, app);
    return new Draft(
        app,
        member.texts("after"),
        member.has("after"),
        member.has("delay") ? member.duration("delay", Duration.ofSeconds(5)) : Duration.ZERO,
        Boolean.TRUE.equals(RuleReader.yesOrNo(member, "optional")));
  }

  private void check(Section section, String app) {
    if (!known.test(app)) {
      section.problem("members", "'" + app + "' is not a declared app");
    } else if (!grouped.add(app)) {
      section.problem("members", "'" + app + "' is in a group already");
    }
  }

  /** In the order in which they are listed, unless some say after whom they come. */
  private static List<Member> members(Section section, Map<String, Draft> drafts) {
    boolean listed = drafts.values().stream().noneMatch(Draft::ordered);
    Levels levels = new Levels(section, drafts);
    List<Member> members = new ArrayList<>();
    for (Draft draft : drafts.values()) {
      int order = listed ? members.size() + 1 : levels.of(draft.app());
      members.add(new Member(draft.app(), order, draft.delay(), draft.optional()));
    }
    return members;
  }

  /** One level above the highest of those that a member comes after. */
  private static final class Levels {
    private final Section section;
    private final Map<String, Draft> drafts;
    private final Map<String, Integer> known = new HashMap<>();
    private final List<String> path = new ArrayList<>();

    Levels(Section section, Map<String, Draft> drafts) {
      this.section = section;
      this.drafts = drafts;
    }

    int of(String app) {
      Integer level = known.get(app);
      if (level != null) {
        return level;
      }
      int seen = path.indexOf(app);
      if (seen >= 0) {
        List<String> cycle = new ArrayList<>(path.subList(seen, path.size()));
        cycle.add(app);
        section.problem(
            "members", "wait for each other in a circle: " + String.join(" after ", cycle));
        return 1;
      }
      path.add(app);
      int highest = 0;
      for (String before : after(app)) {
        if (drafts.containsKey(before)) {
          highest = Math.max(highest, of(before));
        } else {
          section.problem(
              "members", "'%s' comes after '%s', which is no member".formatted(app, before));
        }
      }
      path.removeLast();
      known.put(app, highest + 1);
      return highest + 1;
    }

    private List<String> after(String app) {
      Draft draft = drafts.get(app);
      return draft == null ? List.of() : draft.after();
    }
  }
}
