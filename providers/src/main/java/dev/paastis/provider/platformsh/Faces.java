// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Steps.notFound;

import dev.paastis.app.Formation;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.rest.SharedRouter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The faces of environments, read anew whenever one has been deployed since, and kept while it is
 * paused. Safe for use by many threads.
 */
final class Faces {
  private final PlatformshApi api;
  private final SharedRouter router;
  private final Map<Ref, Kept> kept = new ConcurrentHashMap<>();

  Faces(PlatformshApi api, SharedRouter router) {
    this.api = api;
    this.router = router;
  }

  /**
   * The environment's face now.
   *
   * @param fallback what to take its route from where the platform tells none
   */
  CallOutcome<Face> of(Environment environment, Formation fallback, Call call) {
    Kept before = kept.get(environment.ref());
    if (before != null
        && !before.deployedAt().isEmpty()
        && before.deployedAt().equals(environment.deployedAt())) {
      return CallOutcome.done(before.face());
    }
    CallOutcome<JsonNode> deployment = api.deployment(environment.ref(), call);
    if (notFound(deployment)) {
      return withoutDeployment(environment, fallback);
    }
    return Steps.then(
        deployment,
        json ->
            Face.of(json, router)
                .map(face -> CallOutcome.done(keep(environment, face)))
                .orElseGet(() -> withoutDeployment(environment, fallback)));
  }

  /** The last known face, without any call. */
  Optional<Face> known(Ref ref) {
    return Optional.ofNullable(kept.get(ref)).map(Kept::face);
  }

  /** What a host name alone tells. */
  Face at(String host) {
    return Face.at(host, router);
  }

  /** What is known to run, without any call. */
  Formation formation(Ref ref) {
    return known(ref).map(Face::formation).orElse(Formation.EMPTY);
  }

  private Face keep(Environment environment, Face face) {
    kept.put(environment.ref(), new Kept(environment.deployedAt(), face));
    return face;
  }

  private CallOutcome<Face> withoutDeployment(Environment environment, Formation fallback) {
    return known(environment.ref())
        .or(() -> Face.remembered(fallback, router))
        .or(() -> Optional.of(environment.edgeHost()).filter(h -> !h.isEmpty()).map(this::at))
        .map(CallOutcome::done)
        .orElseGet(
            () -> CallOutcome.unknown("environment " + environment.ref() + " tells no route"));
  }

  private record Kept(String deployedAt, Face face) {}
}
