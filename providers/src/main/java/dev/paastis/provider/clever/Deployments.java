// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The last deployments of an app, newest first.
 *
 * @param body what the API gave
 */
record Deployments(JsonNode body) {
  /** How a deployment stands. */
  enum State {
    UNDER_WAY,
    OK,
    FAILED,
    CANCELLED,
    OTHER;

    private static State of(JsonNode deployment) {
      return switch (deployment.path("state").asString("")) {
        case "WIP" -> UNDER_WAY;
        case "OK" -> OK;
        case "FAIL" -> FAILED;
        case "CANCELLED" -> CANCELLED;
        case String _ -> OTHER;
      };
    }
  }

  State newest() {
    return State.of(body.path(0));
  }

  /** The state of one deployment; empty when the platform does not list it. */
  Optional<State> of(String uuid) {
    for (JsonNode deployment : body) {
      if (deployment.path("uuid").asString("").equals(uuid)) {
        return Optional.of(State.of(deployment));
      }
    }
    return Optional.empty();
  }
}
