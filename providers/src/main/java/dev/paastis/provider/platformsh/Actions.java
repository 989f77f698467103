// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a user may do with environments: the API announces an action by a link, if this user may
 * carry it out now and the plan allows it.
 */
final class Actions {
  /** Examples are enough; a console shows the rest. */
  private static final int MOST_NAMES = 5;

  private Actions() {}

  /** The rights on those environments; production that may not be paused is as it should be. */
  static Rights rights(String user, Map<Project, List<Environment>> found) {
    List<Environment> all = found.values().stream().flatMap(List::stream).toList();
    List<Environment> others =
        all.stream().filter(one -> one.type() != Environment.Type.PRODUCTION).toList();
    List<String> missing = new ArrayList<>();
    tell(missing, Goal.ASLEEP, others, Actions::cannotBePaused);
    tell(missing, Goal.AWAKE, all, Actions::cannotBeResumed);
    return new Rights(user, (int) all.stream().filter(Actions::canSleep).count(), missing);
  }

  private static boolean canSleep(Environment environment) {
    return environment.mayBePaused() || environment.phase() == Environment.Phase.ASLEEP;
  }

  private static boolean cannotBePaused(Environment environment) {
    return environment.phase() == Environment.Phase.AWAKE && !environment.mayBePaused();
  }

  private static boolean cannotBeResumed(Environment environment) {
    return environment.phase() == Environment.Phase.ASLEEP && !environment.mayBeResumed();
  }

  private static void tell(
      List<String> missing, Goal goal, List<Environment> of, Predicate<Environment> without) {
    List<String> names = of.stream().filter(without).map(one -> one.ref().toString()).toList();
    if (!names.isEmpty()) {
      String examples = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
      missing.add(
          "this token can list but not %1$s %2$d of %3$d environments: "
                  .formatted(goal.action(), names.size(), of.size())
              + "the platform offers no '%s' to its user on their plan; they are: "
                  .formatted(goal.action())
              + (names.size() > MOST_NAMES ? examples + " and others" : examples));
    }
  }
}
