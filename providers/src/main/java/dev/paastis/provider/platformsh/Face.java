// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.rest.SharedRouter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where an environment answers and what it runs.
 *
 * @param upstream its primary route
 * @param formation its applications and workers, with the route kept as an extra: the platform need
 *     not tell the routes of what is paused
 */
record Face(Upstream upstream, Formation formation) {
  private static final String ROUTE = "upstream";

  /** The face that a deployment tells of; empty when it has no route to an application. */
  static Optional<Face> of(JsonNode deployment, SharedRouter router) {
    return deployment.path("routes").properties().stream()
        .filter(route -> Json.text(route.getValue(), "type").equals("upstream"))
        .sorted(Comparator.comparing(route -> !Json.isTrue(route.getValue(), "primary")))
        .map(Map.Entry::getKey)
        .filter(route -> router.appAt(route).isPresent()) // one with a wildcard is nobody's face
        .findFirst()
        .flatMap(route -> at(route, formation(deployment, route), router));
  }

  /** The platform's own host name, with nothing known of what runs behind it. */
  static Face at(String host, SharedRouter router) {
    return new Face(router.app(host), Formation.EMPTY);
  }

  /** The face that a remembered formation tells of. */
  static Optional<Face> remembered(Formation formation, SharedRouter router) {
    return Optional.ofNullable(formation.extras().get(ROUTE))
        .flatMap(route -> at(route, formation, router));
  }

  private static Optional<Face> at(String route, Formation formation, SharedRouter router) {
    return router.appAt(route).map(upstream -> new Face(upstream, formation));
  }

  private static Formation formation(JsonNode deployment, String route) {
    List<ProcessType> processes = new ArrayList<>();
    for (String kind : List.of("webapps", "workers")) {
      deployment
          .path(kind)
          .properties()
          .forEach(entry -> processes.add(process(entry.getKey(), entry.getValue())));
    }
    return new Formation(processes, Map.of(ROUTE, address(route)));
  }

  /** In one spelling, and the vendor's own: the router before it may be another next time. */
  private static String address(String route) {
    return SharedRouter.OF_VENDOR.appAt(route).map(Upstream::toString).orElse(route);
  }

  private static ProcessType process(String name, JsonNode container) {
    int instances = Math.max(0, container.path("instance_count").asInt(1));
    return new ProcessType(name, instances, Json.text(container, "size"));
  }
}
