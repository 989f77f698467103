// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A project as the lists give it.
 *
 * @param id names it
 * @param title for people
 * @param region where it runs
 * @param status of the project as a whole
 */
record Project(String id, String title, String region, String status) {
  /** Not there yet, or not there any more. */
  private static final Set<String> WITHOUT_ENVIRONMENTS = Set.of("requested", "failed", "deleted");

  static Project of(JsonNode json) {
    return new Project(
        Json.text(json, "id"),
        Json.text(json, "title"),
        Json.text(json, "region"),
        Json.text(json, "status"));
  }

  boolean hasEnvironments() {
    return !id.isEmpty() && !WITHOUT_ENVIRONMENTS.contains(status);
  }

  boolean isIn(@Nullable String wanted) {
    return wanted == null || wanted.equals(region);
  }
}
