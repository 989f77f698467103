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

  /** An object without fields yet. */
  static Fields object() {
    return new Fields();
  }

  /** The error body of the project API. */
  static Answer error(int status, String message) {
    return Answer.json(
        status,
        object()
            .with("status", "error")
            .with("code", status)
            .with("message", message)
            .with("detail", object().with("title", List.of(message))));
  }

  /** The error body of the gateway, organizations and users. */
  static Answer gatewayError(int status, String title, String message) {
    return Answer.json(
        status, object().with("status", status).with("title", title).with("message", message));
  }

  Map<String, @Nullable Object> project(Project project) {
    return object()
        .with("id", project.id)
        .with("title", project.title)
        .with("region", project.region)
        .with("organization_id", project.organization)
        .with("vendor", project.fixedPlan ? "platformsh" : "upsun")
        .with("status", project.suspended ? "suspended" : "active")
        .with("created_at", project.createdAt.toString())
        .with("_links", object().with("self", link(project, "")));
  }

  Map<String, @Nullable Object> environment(Environment environment) {
    Map<String, @Nullable Object> wire =
        object()
            .with("id", environment.id)
            .with("name", environment.id)
            .with("machine_name", environment.machineName)
            .with("title", environment.id)
            .with("type", lower(environment.type))
            .with("status", environment.busy() ? "dirty" : lower(environment.status))
            .with("parent", environment.id.equals("main") ? null : "main")
            .with("project", environment.project.id)
            .with("is_main", environment.id.equals("main"))
            .with("is_dirty", environment.busy())
            .with("has_code", true);
    wire.putAll(deploymentOf(environment));
    wire.put("_links", links(environment));
    return wire;
  }

  Map<String, @Nullable Object> activity(Activity activity) {
    boolean complete = !activity.unfinished();
    return object()
        .with("id", activity.id)
        .with("type", activity.type)
        .with("state", lower(activity.state))
        .with("result", complete ? (activity.failure == null ? "success" : "failure") : null)
        .with("completion_percent", complete ? 100 : activity.startedAt == null ? 0 : 50)
        .with("failure_reason", activity.failure)
        .with("project", activity.environment.project.id)
        .with("environments", List.of(activity.environment.id))
        .with("created_at", activity.createdAt.toString())
        .with("started_at", activity.startedAt == null ? null : activity.startedAt.toString())
        .with("completed_at", activity.completedAt == null ? null : activity.completedAt.toString())
        .with(
            "_links",
            object()
                .with("self", link(activity.environment.project, "/activities/" + activity.id)));
  }

  /** The answer to an order. */
  Map<String, @Nullable Object> accepted(Activity activity) {
    return object()
        .with("status", "Accepted")
        .with("code", 202)
        .with("_embedded", object().with("activities", List.of(activity(activity))));
  }

  Map<String, @Nullable Object> deployment(Environment environment) {
    Deployment deployment = environment.deployment;
    return object()
        .with("id", "current")
        .with("webapps", containers(deployment.webapps()))
        .with("workers", containers(deployment.workers()))
        .with("services", containers(deployment.services()))
        .with("routes", routes(environment));
  }

  Map<String, @Nullable Object> routes(Environment environment) {
    String host = environment.host();
    return object()
        .with(
            "http://" + host + "/",
            object().with("type", "redirect").with("to", "https://" + host + "/").with("id", null))
        .with(
            "https://www." + host + "/",
            object()
                .with("type", "upstream")
                .with("upstream", "app")
                .with("primary", false)
                .with("production_url", null))
        .with(
            "https://" + host + "/",
            object()
                .with("type", "upstream")
                .with("upstream", "app")
                .with("primary", true)
                .with("production_url", null));
  }

  private static Map<String, @Nullable Object> deploymentOf(Environment environment) {
    boolean deployed = environment.status != Environment.Status.INACTIVE;
    return object()
        .with("has_deployment", deployed)
        .with("edge_hostname", deployed ? environment.host() : null)
        .with("default_domain", null)
        .with(
            "deployment_state",
            deployed
                ? object()
                    .with("last_deployment_successful", environment.lastDeploymentSuccessful)
                    .with("last_deployment_at", environment.deployedAt.toString())
                    .with("crons", object().with("enabled", true).with("status", "running"))
                : null)
        .with("created_at", environment.project.createdAt.toString())
        .with("updated_at", environment.deployedAt.toString());
  }

  private static Map<String, @Nullable Object> containers(List<Container> containers) {
    Map<String, @Nullable Object> wire = new LinkedHashMap<>();
    for (Container container : containers) {
      wire.put(
          container.name(),
          object()
              .with("name", container.name())
              .with("type", container.type())
              .with("size", container.size())
              .with("instance_count", container.instances() == 1 ? null : container.instances())
              .with("disk", container.diskMegabytes()));
    }
    return wire;
  }

  private Map<String, @Nullable Object> links(Environment environment) {
    String path = "/environments/" + environment.id.replace("/", "%2F");
    Map<String, @Nullable Object> links =
        object()
            .with("self", link(environment.project, path))
            .with("#activities", link(environment.project, path + "/activities"));
    if (environment.mayBePaused()) {
      links.put("#pause", link(environment.project, path + "/pause"));
    }
    if (environment.mayBeResumed()) {
      links.put("#resume", link(environment.project, path + "/resume"));
    }
    if (environment.mayBeDeactivated()) {
      links.put("#deactivate", link(environment.project, path + "/deactivate"));
    }
    if (environment.mayBeDeleted()) {
      links.put("#delete", link(environment.project, path));
    }
    return links;
  }

  private Map<String, @Nullable Object> link(Project project, String path) {
    String base = regionalLinks ? "https://" + project.region + "/api" : "";
    return object().with("href", base + "/projects/" + project.id + path);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The fields of an object, in their order. */
  static final class Fields extends LinkedHashMap<String, @Nullable Object> {
    Fields with(String name, @Nullable Object value) {
      put(name, value);
      return this;
    }
  }
}
