// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** The face that a deployment tells of; empty when it has no route to an application. */
  static Optional<Face> of(JsonNode deployment) {
    return deployment.path("routes").properties().stream()
        .filter(route -> Json.text(route.getValue(), "type").equals("upstream"))
        .sorted(Comparator.comparing(route -> !Json.isTrue(route.getValue(), "primary")))
        .map(Map.Entry::getKey)
        .map(Face::upstream)
        .flatMap(Optional::stream)
        .findFirst()
        .map(upstream -> new Face(upstream, formation(deployment, upstream)));
  }

  /** The platform's own host name, with nothing known of what runs behind it. */
  static Face at(String host) {
    return new Face(new Upstream("https", host, HTTPS), Formation.EMPTY);
  }

  /** The face that a remembered formation tells of. */
  static Optional<Face> remembered(Formation formation) {
    return Optional.ofNullable(formation.extras().get(ROUTE))
        .flatMap(Face::upstream)
        .map(upstream -> new Face(upstream, formation));
  }

  private static Optional<Upstream> upstream(String route) {
    try {
      URI uri = new URI(route);
      if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
        return Optional.empty();
      }
      int usual = uri.getScheme().equals("https") ? HTTPS : HTTP;
      int port = uri.getPort() > 0 ? uri.getPort() : usual;
      return Optional.of(new Upstream(uri.getScheme(), uri.getHost(), port));
    } catch (URISyntaxException e) {
      return Optional.empty(); // a route with a wildcard, which is nobody's face
    }
  }

  private static Formation formation(JsonNode deployment, Upstream upstream) {
    List<ProcessType> processes = new ArrayList<>();
    for (String kind : List.of("webapps", "workers")) {
      deployment
          .path(kind)
          .properties()
          .forEach(entry -> processes.add(process(entry.getKey(), entry.getValue())));
    }
    return new Formation(processes, Map.of(ROUTE, upstream.toString()));
  }

  private static ProcessType process(String name, JsonNode container) {
    int instances = Math.max(0, container.path("instance_count").asInt(1));
    return new ProcessType(name, instances, Json.text(container, "size"));
  }
}
