// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What goes over the wire, as the vendor writes it. */
final class Wire {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Wire() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** An element of {@code GET /v1/apps}, and the whole of {@code GET /v1/apps/{app}}. */
  @JsonNaming(SnakeCaseStrategy.class)
  record App(
      String id,
      String name,
      String region,
      String status,
      String url,
      String baseUrl,
      String gitUrl,
      Owner owner,
      Project project,
      String stackId,
      boolean forceHttps,
      boolean routerLogs,
      boolean stickySession,
      Map<String, Object> flags,
      Map<String, Object> limits,
      @Nullable String lastDeployedAt,
      @Nullable String lastDeploymentId,
      String createdAt,
      String updatedAt) {}

  record Owner(String id, String username, String email) {
    static final Owner OPS = new Owner("us-1", "ops", "ops@example.org");
    static final Owner PARTNER = new Owner("us-2", "partner", "partner@example.net");
  }

  record Project(String id, String name) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Collaborator(
      String id,
      String appId,
      String username,
      String email,
      String status,
      String userId,
      boolean isLimited) {
    static Collaborator ops(HostedApp app) {
      return new Collaborator(
          "co-" + app.id,
          app.id,
          Owner.OPS.username(),
          Owner.OPS.email(),
          "accepted",
          Owner.OPS.id(),
          app.limited);
    }
  }

  /** One type of the formation. */
  record Container(String name, int amount, String size, String command) {
    Container with(int newAmount, String newSize) {
      return new Container(name, newAmount, newSize, command);
    }
  }

  /** One container that lives. */
  @JsonNaming(SnakeCaseStrategy.class)
  record LiveContainer(
      String id,
      String type,
      int typeIndex,
      String label,
      String state,
      String createdAt,
      @Nullable String deletedAt,
      Size containerSize) {}

  record Size(String name) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Operation(
      String id,
      String appId,
      String type,
      String status,
      @Nullable String error,
      String createdAt,
      @Nullable String finishedAt) {
    boolean ended() {
      return finishedAt != null;
    }

    Operation running() {
      return new Operation(id, appId, type, "running", null, createdAt, null);
    }

    Operation ended(@Nullable String why, Instant at) {
      String end = why == null ? "done" : "error";
      return new Operation(id, appId, type, end, why, createdAt, time(at));
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Autoscaler(
      String id,
      String appId,
      String containerType,
      String metric,
      double target,
      int minContainers,
      int maxContainers,
      boolean disabled) {
    Autoscaler disabled(boolean now) {
      return new Autoscaler(
          id, appId, containerType, metric, target, minContainers, maxContainers, now);
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Addon(String id, String appId, String status, String resourceId, Plan plan) {}

  record Plan(String id, String name) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Event(
      String id,
      String createdAt,
      String type,
      String appId,
      String appName,
      Owner user,
      Map<String, Object> typeData) {}

  /** One page of a list, with what the vendor says about the others. */
  record Page<T>(List<T> items, Pagination pagination) {
    static <T> Page<T> of(List<T> all, int number, int size) {
      int pages = Math.max(1, (all.size() + size - 1) / size);
      int from = Math.min(all.size(), (number - 1) * size);
      return new Page<>(
          all.subList(from, Math.min(all.size(), from + size)),
          new Pagination(
              number,
              number > 1 ? number - 1 : null,
              number < pages ? number + 1 : null,
              pages,
              all.size()));
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Pagination(
      int currentPage,
      @Nullable Integer prevPage,
      @Nullable Integer nextPage,
      int totalPages,
      int totalCount) {}
}
