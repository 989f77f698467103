// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.tiny;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An app as Tiny tells it; what is missing or of another type reads as nothing. */
record TinyApp(JsonNode body) {
  String id() {
    return body.path("id").asString("");
  }

  String name() {
    return body.path("name").asString(id());
  }

  Upstream upstream() {
    return new Upstream("https", id() + ".tiny.example", 443);
  }

  Formation formation() {
    return new Formation(List.of(withInstances(body.path("instances").asInt(0))), Map.of());
  }

  ProcessType withInstances(int instances) {
    return new ProcessType("web", instances, body.path("size").asString("small"));
  }

  /** What is remembered; of an app that nobody remembers, one instance of its size. */
  ProcessType toStart(Formation remembered) {
    return remembered.processes().isEmpty() ? withInstances(1) : remembered.processes().getFirst();
  }

  AppStatus status() {
    return body.path("instances").asInt(0) > 0
        ? new AppStatus.Running(upstream(), formation())
        : new AppStatus.Stopped(formation());
  }

  DiscoveredApp discovered() {
    return new DiscoveredApp(id(), name(), List.of(), status());
  }
}
