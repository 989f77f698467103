// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The order that services depend on each other in. */
final class Levels {
  private Levels() {}

  /**
   * The containers in groups: what a group needs is in the groups before it. Services that need
   * each other in a circle, which compose refuses, come together at the end.
   */
  static List<List<Member>> of(List<Member> members) {
    List<List<Member>> levels = new ArrayList<>();
    Set<Member> left = new LinkedHashSet<>(members);
    while (!left.isEmpty()) {
      List<Member> next = ready(left);
      levels.add(next);
      next.forEach(left::remove);
    }
    return levels;
  }

  private static List<Member> ready(Set<Member> left) {
    Set<String> waiting = left.stream().map(Member::service).collect(Collectors.toSet());
    List<Member> ready =
        left.stream()
            .filter(member ->
                member.labels().dependsOn().keySet().stream().noneMatch(waiting::contains))
            .toList();
    return ready.isEmpty() ? List.copyOf(left) : ready;
  }
}
