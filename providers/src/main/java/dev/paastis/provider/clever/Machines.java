// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The machines of an app.
 *
 * @param body what the API gave
 */
record Machines(JsonNode body) {
  private static final Set<String> GONE = Set.of("DELETED", "GHOST");

  /** Whether one serves. */
  boolean serve() {
    return count("UP") > 0;
  }

  /** How many there still are. */
  int left() {
    int left = 0;
    for (JsonNode machine : body) {
      left += GONE.contains(machine.path("state").asString("")) ? 0 : 1;
    }
    return left;
  }

  /** Whether there is one that is not about to go. */
  boolean stay() {
    return left() > count("STOPPING");
  }

  private int count(String state) {
    int count = 0;
    for (JsonNode machine : body) {
      count += machine.path("state").asString("").equals(state) ? 1 : 0;
    }
    return count;
  }
}
