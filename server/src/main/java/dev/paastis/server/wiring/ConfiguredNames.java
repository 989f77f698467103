// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.account.TakenApps;
import dev.paastis.app.Group;
import dev.paastis.server.config.Policies;
import dev.paastis.server.config.Policies.GroupEntry;
import dev.paastis.server.config.Policies.Join;
import dev.paastis.server.config.Policies.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What the rules in force say of apps by their names: where they answer, and what belongs together.
 * A group that lists its members goes before one that apps join by their names, and that before
 * links.
 */
final class ConfiguredNames implements TakenApps.Naming {
  private final String domain;
  private final Supplier<Policies> policies;
  private final Supplier<Collection<String>> known;

  /**
   * Names under that domain.
   *
   * @param policies the rules in force
   * @param known names of all apps, among which links are followed
   */
  ConfiguredNames(String domain, Supplier<Policies> policies, Supplier<Collection<String>> known) {
    this.domain = domain;
    this.policies = policies;
    this.known = known;
  }

  @Override
  public String host(String app) {
    return app + "." + domain;
  }

  @Override
  public Optional<Group> group(String app) {
    return listed(app).or(() -> joined(app)).or(() -> linked(app));
  }

  private Optional<Group> listed(String app) {
    for (GroupEntry group : policies.get().groups()) {
      for (Member member : group.members()) {
        if (member.app().equals(app)) {
          return Optional.of(
              new Group(
                  group.name(), member.order(), member.delay(), member.optional(), group.whole()));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Group> joined(String app) {
    for (Join join : policies.get().joins()) {
      var match = join.names().match(app);
      if (match.isPresent() && !join.group().isEmpty()) {
        return Optional.of(together(match.get().expand(join.group())));
      }
    }
    return Optional.empty();
  }

  /** All that are linked with it, directly or by others; named after the first by name. */
  private Optional<Group> linked(String app) {
    if (policies.get().joins().stream().allMatch(join -> join.linked().isEmpty())) {
      return Optional.empty();
    }
    TreeSet<String> seen = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(app);
    while (!open.isEmpty()) {
      String next = open.poll();
      if (seen.add(next)) {
        open.addAll(needs(next));
        known.get().stream().filter(other -> needs(other).contains(next)).forEach(open::add);
      }
    }
    return seen.size() < 2 ? Optional.empty() : Optional.of(together("linked-" + seen.first()));
  }

  private Set<String> needs(String app) {
    Set<String> needed = new TreeSet<>();
    for (Join join : policies.get().joins()) {
      join.names()
          .match(app)
          .ifPresent(match -> join.linked().forEach(other -> needed.add(match.expand(other))));
    }
    return needed;
  }

  private static Group together(String name) {
    return new Group(name, 1, Duration.ZERO, false, false);
  }
}
