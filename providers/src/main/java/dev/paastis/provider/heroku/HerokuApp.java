// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Upstream;
import java.net.URI;
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
  static Optional<HerokuApp> read(JsonNode json) {
    String id = json.path("id").asString("");
    String name = json.path("name").asString("");
    if (id.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HerokuApp(
            id,
            name,
            upstream(json.path("web_url").asString("")),
            json.path("region").path("name").asString(""),
            json.path("released_at").isString(),
            json.path("archived_at").isString()));
  }

  /** Whether a gateway could forward to it, and something could answer. */
  boolean reachable() {
    return upstream != null && deployed && !archived;
  }

  private static @Nullable Upstream upstream(String webUrl) {
    try {
      URI uri = URI.create(webUrl);
      if (uri.getHost() == null) {
        return null;
      }
      boolean plain = "http".equals(uri.getScheme());
      int usual = plain ? 80 : 443;
      int port = uri.getPort() < 0 ? usual : uri.getPort();
      return new Upstream(plain ? "http" : "https", uri.getHost(), port);
    } catch (IllegalArgumentException e) {
      return null; // an address that cannot be read leads nowhere, as no address does
    }
  }
}
