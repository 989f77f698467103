// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The autoscaler of a service, as on the wire. */
record Autoscaling(boolean enabled, int min, int max, Criteria criteria) {
  record Criteria(Threshold cpu, Threshold memory) {}

  record Threshold(boolean enabled, int percentage) {}

  /** On processor use alone, between these numbers of instances. */
  static Autoscaling onCpu(int min, int max) {
    return new Autoscaling(
        true, min, max, new Criteria(new Threshold(true, 70), new Threshold(false, 80)));
  }

  /** Reads a body; empty when a value is missing or out of range. */
  static Optional<Autoscaling> read(JsonNode body) {
    int min = body.path("min").asInt(0);
    int max = body.path("max").asInt(0);
    JsonNode criteria = body.path("criteria");
    if (min < 1 || max < min || !body.path("enabled").isBoolean() || !criteria.isObject()) {
      return Optional.empty();
    }
    var both = new Criteria(threshold(criteria.path("cpu")), threshold(criteria.path("memory")));
    return Optional.of(new Autoscaling(body.path("enabled").asBoolean(), min, max, both));
  }

  private static Threshold threshold(JsonNode node) {
    return new Threshold(node.path("enabled").asBoolean(false), node.path("percentage").asInt(0));
  }
}
