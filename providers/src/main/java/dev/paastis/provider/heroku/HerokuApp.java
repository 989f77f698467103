// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Upstream;
import dev.paastis.rest.SharedRouter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An app as the list tells of it: who it is and where it answers, not whether it runs.
 *
 * @param id never changes, unlike the name
 * @param name unique on Heroku
 * @param upstream from {@code web_url}, whose host carries a random part and changes with the name;
 *     {@code null} for an app with internal routing
 * @param region for example {@code eu}
 * @param deployed whether anything was ever deployed
 * @param archived whether it is archived
 */
record HerokuApp(
    String id,
    String name,
    @Nullable Upstream upstream,
    String region,
    boolean deployed,
    boolean archived) {

  /** Reads an entry; empty when it has no identifier or no name. */
  static Optional<HerokuApp> read(JsonNode json, SharedRouter router) {
    String id = json.path("id").asString("");
    String name = json.path("name").asString("");
    if (id.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HerokuApp(
            id,
            name,
            router.appAt(json.path("web_url").asString("")).orElse(null),
            json.path("region").path("name").asString(""),
            json.path("released_at").isString(),
            json.path("archived_at").isString()));
  }

  /** Whether a gateway could forward to it, and something could answer. */
  boolean reachable() {
    return upstream != null && deployed && !archived;
  }
}
