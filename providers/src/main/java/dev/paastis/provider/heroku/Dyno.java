// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Formation;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A dyno.
 *
 * @param name for example {@code web.1}
 * @param type its process type; {@code run} and {@code release} are those of no formation
 * @param state {@code starting}, {@code up}, {@code idle}, {@code down} or {@code crashed}
 * @param size for example {@code Standard-1X}
 */
record Dyno(String name, String type, String state, String size) {
  /** Reads an entry; empty when it has no type. */
  static Optional<Dyno> read(JsonNode json) {
    String type = json.path("type").asString("");
    return type.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Dyno(
                json.path("name").asString(type),
                type,
                json.path("state").asString(""),
                json.path("size").asString("")));
  }

  boolean web() {
    return type.equals(Formations.WEB);
  }

  /** Whether a request would be served; Heroku itself wakes an idle Eco dyno by the request. */
  boolean serves() {
    return state.equals("up") || state.equals("idle");
  }

  boolean crashed() {
    return state.equals("crashed");
  }

  /** Whether it is a process of the formation, and not known to have ended. */
  boolean runsFor(Formation formation) {
    return !crashed()
        && !state.equals("down")
        && formation.processes().stream().anyMatch(process -> process.name().equals(type));
  }
}
