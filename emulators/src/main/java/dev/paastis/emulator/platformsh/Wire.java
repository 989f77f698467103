// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vendor's JSON. */
final class Wire {
  private final boolean regionalLinks;

  /**
   * Writes JSON.
   *
   * @param regionalLinks whether links name the regional host instead of being relative
   */
  Wire(boolean regionalLinks) {
    this.regionalLinks = regionalLinks;
  }

  /** An object of names and values in turns. */
  static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return object;
  }

  /** The error body of the project API. */
  static Answer error(int status, String message) {
    return Answer.json(
        status,
        object(
            "status",
            "error",
            "code",
            status,
            "message",
            message,
            "detail",
            object("title", List.of(message))));
  }

  /** The error body of the gateway, organizations and users. */
  static Answer gatewayError(int status, String title, String message) {
    return Answer.json(status, object("status", status, "title", title, "message", message));
  }

  Map<String, @Nullable Object> project(Project project) {
    return object(
        "id",
        project.id,
        "title",
        project.title,
        "region",
        project.region,
        "organization_id",
        Api.ORGANIZATION,
        "vendor",
        project.fixedPlan ? "platformsh" : "upsun",
        "status",
        project.suspended ? "suspended" : "active",
        "created_at",
        project.createdAt.toString(),
        "_links",
        object("self", link(project, "")));
  }

  Map<String, @Nullable Object> environment(Environment environment) {
    Map<String, @Nullable Object> wire =
        object(
            "id",
            environment.id,
            "name",
            environment.id,
            "machine_name",
            environment.machineName,
            "title",
            environment.id,
            "type",
            lower(environment.type),
            "status",
            environment.busy() ? "dirty" : lower(environment.status),
            "parent",
            environment.id.equals("main") ? null : "main",
            "project",
            environment.project.id,
            "is_main",
            environment.id.equals("main"),
            "is_dirty",
            environment.busy(),
            "has_code",
            true);
    wire.putAll(deploymentOf(environment));
    wire.put("_links", links(environment));
    return wire;
  }

  Map<String, @Nullable Object> activity(Activity activity) {
    boolean complete = !activity.unfinished();
    return object(
        "id",
        activity.id,
        "type",
        activity.type,
        "state",
        lower(activity.state),
        "result",
        complete ? (activity.failure == null ? "success" : "failure") : null,
        "completion_percent",
        complete ? 100 : activity.startedAt == null ? 0 : 50,
        "failure_reason",
        activity.failure,
        "project",
        activity.environment.project.id,
        "environments",
        List.of(activity.environment.id),
        "created_at",
        activity.createdAt.toString(),
        "started_at",
        activity.startedAt == null ? null : activity.startedAt.toString(),
        "completed_at",
        activity.completedAt == null ? null : activity.completedAt.toString());
  }

  /** The answer to an order. */
  Map<String, @Nullable Object> accepted(Activity activity) {
    return object(
        "status",
        "Accepted",
        "code",
        202,
        "_embedded",
        object("activities", List.of(activity(activity))));
  }

  Map<String, @Nullable Object> deployment(Environment environment) {
    Deployment deployment = environment.deployment;
    return object(
        "id",
        "current",
        "webapps",
        containers(deployment.webapps()),
        "workers",
        containers(deployment.workers()),
        "services",
        containers(deployment.services()),
        "routes",
        routes(environment));
  }

  Map<String, @Nullable Object> routes(Environment environment) {
    String host = environment.host();
    return object(
        "http://" + host + "/",
        object("type", "redirect", "to", "https://" + host + "/", "id", null),
        "https://www." + host + "/",
        object("type", "upstream", "upstream", "app", "primary", false, "production_url", null),
        "https://" + host + "/",
        object("type", "upstream", "upstream", "app", "primary", true, "production_url", null));
  }

  private static Map<String, @Nullable Object> deploymentOf(Environment environment) {
    boolean deployed = environment.status != Environment.Status.INACTIVE;
    return object(
        "has_deployment",
        deployed,
        "edge_hostname",
        deployed ? environment.host() : null,
        "default_domain",
        null,
        "deployment_state",
        deployed
            ? object(
                "last_deployment_successful",
                environment.lastDeploymentSuccessful,
                "last_deployment_at",
                environment.deployedAt.toString(),
                "crons",
                object("enabled", true, "status", "running"))
            : null,
        "created_at",
        environment.project.createdAt.toString(),
        "updated_at",
        environment.deployedAt.toString());
  }

  private static Map<String, @Nullable Object> containers(List<Container> containers) {
    Map<String, @Nullable Object> wire = new LinkedHashMap<>();
    for (Container container : containers) {
      wire.put(
          container.name(),
          object(
              "name",
              container.name(),
              "type",
              container.type(),
              "size",
              container.size(),
              "instance_count",
              container.instances() == 1 ? null : container.instances(),
              "disk",
              container.diskMegabytes()));
    }
    return wire;
  }

  private Map<String, @Nullable Object> links(Environment environment) {
    String path = "/environments/" + environment.id.replace("/", "%2F");
    Map<String, @Nullable Object> links =
        object(
            "self",
            link(environment.project, path),
            "#activities",
            link(environment.project, path + "/activities"));
    if (environment.mayBePaused()) {
      links.put("#pause", link(environment.project, path + "/pause"));
    }
    if (environment.mayBeResumed()) {
      links.put("#resume", link(environment.project, path + "/resume"));
    }
    return links;
  }

  private Map<String, @Nullable Object> link(Project project, String path) {
    String base = regionalLinks ? "https://" + project.region + "/api" : "";
    return object("href", base + "/projects/" + project.id + path);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
