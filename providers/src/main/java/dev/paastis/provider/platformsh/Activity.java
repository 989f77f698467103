// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Something that the platform does to an environment.
 *
 * @param id to ask for it
 * @param type for example {@code environment.resume}
 * @param state how far it is
 * @param result {@code success} or {@code failure}, empty before its end
 * @param failureReason for people, often empty
 */
record Activity(String id, String type, String state, String result, String failureReason) {
  static Activity of(JsonNode json) {
    return new Activity(
        Json.text(json, "id"),
        Json.text(json, "type"),
        Json.text(json, "state"),
        Json.text(json, "result"),
        Json.text(json, "failure_reason"));
  }

  /** The activities of a list, in its order, which is from the newest to the oldest. */
  static List<Activity> list(JsonNode json) {
    return json.valueStream().map(Activity::of).filter(a -> !a.id.isEmpty()).toList();
  }

  /** The first that the platform is carrying out or will by itself. */
  static Optional<Activity> underWay(List<Activity> activities) {
    return activities.stream().filter(a -> !a.ended() && !a.isStaged()).findFirst();
  }

  boolean ended() {
    return state.equals("complete") || state.equals("cancelled") || !result.isEmpty();
  }

  boolean succeeded() {
    return result.equals("success");
  }

  boolean leadsTo(Goal goal) {
    return type.equals(goal.activityType());
  }

  /** Why it did not succeed, for people. */
  String trouble() {
    String how = state.equals("cancelled") ? "was cancelled" : "failed";
    return failureReason.isEmpty() ? how : how + ": " + failureReason;
  }

  /** Staged activities wait for somebody to deploy them. */
  private boolean isStaged() {
    return state.equals("staged");
  }
}
