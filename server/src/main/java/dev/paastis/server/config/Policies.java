// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.config;

import dev.paastis.policy.NamePattern;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Rule;
import dev.paastis.policy.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file, or people in the console, say of when apps sleep and of what belongs together.
 *
 * @param rules in their order
 * @param windows by name
 * @param groups each with its members
 * @param joins groups that apps belong to by their names
 * @param aliases hosts that mean an app of another name
 * @param base what holds where no rule says more
 * @param written each rule, window and group in its own words
 */
public record Policies(
    List<Rule> rules,
    Map<String, PauseWindow> windows,
    List<GroupEntry> groups,
    List<Join> joins,
    List<Alias> aliases,
    Terms base,
    List<Written> written) {
  /** Nothing is said. */
  public static final Policies NONE =
      new Policies(List.of(), Map.of(), List.of(), List.of(), List.of(), Terms.NOTHING, List.of());

  /** Copies the collections. */
  public Policies {
    rules = List.copyOf(rules);
    windows = Map.copyOf(windows);
    groups = List.copyOf(groups);
    joins = List.copyOf(joins);
    aliases = List.copyOf(aliases);
    written = List.copyOf(written);
  }

  /**
   * A rule, window or group in the words in which it was written.
   *
   * @param kind what it is
   * @param name what it is known by
   * @param body keys and values: texts, lists and mappings
   */
  public record Written(PolicyTexts.Kind kind, String name, Map<String, Object> body) {}

  /**
   * Apps that wake together.
   *
   * @param name unique in the space
   * @param members with their places
   * @param whole whether a request waits until all that are not optional are ready
   */
  public record GroupEntry(String name, List<Member> members, boolean whole) {
    /** Copies the members. */
    public GroupEntry {
      members = List.copyOf(members);
    }
  }

  /**
   * A member of a group.
   *
   * @param app its name
   * @param order position at wake; equal orders wake at the same time
   * @param delay time between the readiness of those before it and its own start
   * @param optional whether the others do without it
   */
  public record Member(String app, int order, Duration delay, boolean optional) {}

  /**
   * Apps that belong together by their names.
   *
   * @param names which apps
   * @param group name of the group, with {@code $1}; empty when apps are linked instead
   * @param linked names of the apps that each needs, with {@code $1}
   */
  public record Join(NamePattern names, String group, List<String> linked) {
    /** Copies the names. */
    public Join {
      linked = List.copyOf(linked);
    }
  }

  /**
   * A host that means an app of another name.
   *
   * @param hosts the first label of the host
   * @param app name of the app, with {@code $1}
   */
  public record Alias(NamePattern hosts, String app) {}

  /** These, and after them what others say: of windows and groups of one name, these count. */
  public Policies and(Policies others) {
    Map<String, PauseWindow> all = new LinkedHashMap<>(others.windows);
    all.putAll(windows);
    return new Policies(
        joined(rules, others.rules),
        all,
        joined(groups, others.groups),
        joined(joins, others.joins),
        joined(aliases, others.aliases),
        base,
        joined(written, others.written));
  }

  /** The same with those rules before its own. */
  public Policies after(List<Rule> first) {
    return new Policies(joined(first, rules), windows, groups, joins, aliases, base, written);
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    List<T> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }
}
