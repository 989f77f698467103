// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * One deploy of a service.
 *
 * @param trigger why, {@code service_resumed} after a resume
 * @param status how far it is, for example {@code live}
 * @see <a href="https://api-docs.render.com/reference/list-deploys">List deploys</a>
 */
record RenderDeploy(String id, String trigger, String status) {
  private static final String RESUMED = "service_resumed";

  /** What a row of deploys says together. */
  enum Course {
    /** Nothing of note. */
    QUIET,
    UNDER_WAY,
    LIVE,
    FAILED
  }

  static Optional<RenderDeploy> read(JsonNode node) {
    String id = Json.text(node, "id");
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(new RenderDeploy(id, Json.text(node, "trigger"), Json.text(node, "status")));
  }

  /**
   * Those since the last resume, that one included. None when no resume is among them: then the
   * service has been up since before, and a failed deploy leaves what ran before it.
   *
   * @param newestFirst as Render lists them
   */
  static List<RenderDeploy> sinceResume(List<RenderDeploy> newestFirst) {
    return IntStream.range(0, newestFirst.size())
        .filter(i -> newestFirst.get(i).trigger.equals(RESUMED))
        .mapToObj(i -> newestFirst.subList(0, i + 1))
        .findFirst()
        .orElse(List.of());
  }

  static Course course(List<RenderDeploy> deploys) {
    if (deploys.stream().anyMatch(deploy -> deploy.status.equals("live"))) {
      return Course.LIVE;
    }
    if (deploys.stream().anyMatch(RenderDeploy::isUnderWay)) {
      return Course.UNDER_WAY;
    }
    boolean served = deploys.stream().anyMatch(RenderDeploy::isDeactivated);
    return served || deploys.isEmpty() ? Course.QUIET : Course.FAILED;
  }

  /** A status of which nothing is known counts as not ended. */
  private boolean isUnderWay() {
    return !hasFailed() && !isDeactivated();
  }

  private boolean hasFailed() {
    return status.endsWith("_failed") || status.equals("canceled");
  }

  private boolean isDeactivated() {
    return status.equals("deactivated");
  }
}
