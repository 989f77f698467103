// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.rest.SharedRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An app as the API describes it. Fields that are missing or of another type read as empty.
 *
 * @param body what the API gave
 * @param router that it stands behind
 */
record Application(JsonNode body, SharedRouter router) {
  private static final String DEFAULT_DOMAIN = ".cleverapps.io";

  String id() {
    return body.path("id").asString("");
  }

  String name() {
    return body.path("name").asString(id());
  }

  /** What the platform wants, which need not be what is. */
  String state() {
    return body.path("state").asString("");
  }

  /** Whether it may sleep and wake: neither put away nor a task that stops by itself. */
  boolean isUsable() {
    return !id().isEmpty()
        && !body.path("archived").asBoolean(false)
        && !settings().path("lifetime").asString("").equals("TASK");
  }

  /** Whether it is in that zone, or in any when none is named. */
  boolean isIn(@Nullable String zone) {
    return zone == null || zone.equals(body.path("zone").asString(""));
  }

  JsonNode settings() {
    return body.path("instance");
  }

  Formation formation() {
    return Bounds.of(settings()).formation();
  }

  /** Static sites, by the type of their machines. */
  Set<Trait> traits() {
    return type().startsWith("static") ? Set.of(Trait.STATIC) : Set.of();
  }

  /** The type of its machines, for example {@code node}. */
  Map<String, String> labels() {
    return type().isEmpty() ? Map.of() : Map.of("type", type());
  }

  private String type() {
    return settings().path("type").asString("");
  }

  /** Custom domains that lead to the whole app. */
  List<String> hosts() {
    return domains().stream().filter(host -> !host.endsWith(DEFAULT_DOMAIN)).toList();
  }

  /**
   * Where it answers. The platform's own domain comes first, because a custom one may lead to the
   * gateway and so back to here. Never taken from {@code deployment.url}, which is for git.
   */
  Upstream upstream() {
    List<String> domains = domains();
    String host =
        domains.stream()
            .filter(domain -> domain.endsWith(DEFAULT_DOMAIN))
            .findFirst()
            .or(() -> domains.stream().findFirst())
            // a host name may not hold the underscore of the id
            .orElseGet(() -> id().replace('_', '-') + DEFAULT_DOMAIN);
    return router.app(host);
  }

  /** Host names without path and wildcard; the API ends each with a slash. */
  private List<String> domains() {
    List<String> domains = new ArrayList<>();
    for (JsonNode vhost : body.path("vhosts")) {
      String fqdn = vhost.path("fqdn").asString("").toLowerCase(Locale.ROOT);
      String host = fqdn.endsWith("/") ? fqdn.substring(0, fqdn.length() - 1) : fqdn;
      if (!host.isBlank() && host.indexOf('/') < 0 && host.indexOf('*') < 0) {
        domains.add(host);
      }
    }
    return domains;
  }
}
