// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.policy;

import dev.paastis.app.App;
import dev.paastis.app.AppKind;
import dev.paastis.app.Group;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which apps a rule is about: those that meet every condition; {@code null} and empty conditions
 * are met by all.
 *
 * @param names the app's name matches
 * @param kinds the app is of one of these
 * @param labels the app carries all of these
 * @param account name of its account
 * @param provider kind of its platform
 * @param group name of its group
 */
public record Selector(
    @Nullable NamePattern names,
    Set<AppKind> kinds,
    Map<String, String> labels,
    @Nullable String account,
    @Nullable String provider,
    @Nullable String group) {
  /** Every app. */
  public static final Selector ALL = new Selector(null, Set.of(), Map.of(), null, null, null);

  /** Copies the collections. */
  public Selector {
    kinds = Set.copyOf(kinds);
    labels = Map.copyOf(labels);
  }

  /** Apps whose name matches. */
  public static Selector names(NamePattern names) {
    return new Selector(names, Set.of(), Map.of(), null, null, null);
  }

  /** Apps of an account. */
  public static Selector account(String account) {
    return new Selector(null, Set.of(), Map.of(), account, null, null);
  }

  /** Whether the app meets every condition. */
  public boolean selects(App app) {
    return (names == null || names.matches(app.name()))
        && (kinds.isEmpty() || kinds.stream().anyMatch(app.traits().kinds()::contains))
        && app.traits().labels().entrySet().containsAll(labels.entrySet())
        && isOrAny(account, app.account().name())
        && isOrAny(provider, app.account().provider())
        && (group == null || isGroup(app.group()));
  }

  private boolean isGroup(@Nullable Group theirs) {
    return theirs != null && theirs.name().equals(group);
  }

  private static boolean isOrAny(@Nullable String wanted, String is) {
    return wanted == null || wanted.equals(is);
  }
}
