// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between which bounds an app scales by itself; that is all that a formation is here. The platform
 * keeps it while the app is stopped.
 *
 * @param minInstances fewest machines
 * @param minFlavor smallest size
 * @param maxInstances most machines
 * @param maxFlavor largest size
 */
record Bounds(int minInstances, String minFlavor, int maxInstances, String maxFlavor) {
  private static final String PROCESS = "instance";
  private static final String MAX_INSTANCES = "max-instances";
  private static final String MAX_FLAVOR = "max-flavor";

  /** Reads the settings of an app; what is missing is zero or empty. */
  static Bounds of(JsonNode settings) {
    return new Bounds(
        settings.path("minInstances").asInt(0),
        settings.path("minFlavor").path("name").asString(""),
        settings.path("maxInstances").asInt(0),
        settings.path("maxFlavor").path("name").asString(""));
  }

  /** Reads a remembered formation, which must not be empty. */
  static Bounds of(Formation formation) {
    ProcessType process = formation.processes().getFirst();
    String most = formation.extras().getOrDefault(MAX_INSTANCES, "");
    return new Bounds(
        process.quantity(),
        process.size(),
        most.matches("\\d{1,4}") ? Integer.parseInt(most) : process.quantity(),
        formation.extras().getOrDefault(MAX_FLAVOR, process.size()));
  }

  Formation formation() {
    return minInstances < 1
        ? Formation.EMPTY
        : new Formation(
            List.of(new ProcessType(PROCESS, minInstances, minFlavor)),
            Map.of(MAX_INSTANCES, String.valueOf(maxInstances), MAX_FLAVOR, maxFlavor));
  }

  /** The settings with these bounds, as the vendor's own client sends them: flavors by name. */
  ObjectNode in(JsonNode settings) {
    ObjectNode changed =
        settings instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    return changed
        .put("minInstances", minInstances)
        .put("maxInstances", maxInstances)
        .put("minFlavor", minFlavor)
        .put("maxFlavor", maxFlavor);
  }

  @Override
  public String toString() {
    return minInstances + " to " + maxInstances + " instances of " + minFlavor + " to " + maxFlavor;
  }
}
