// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.scalingo.HostedApp.Status;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The routes of the platform API, version 1. */
final class Api {
  private static final String APP = "/v1/apps/{app}";
  private static final int PER_PAGE = 20;
  private static final int MOST_PER_PAGE = 50;

  private final Platform platform;
  private final InstantSource clock;
  private final URI base;

  Api(Platform platform, InstantSource clock, URI base) {
    this.platform = platform;
    this.clock = clock;
    this.base = base;
  }

  void routes(Endpoint endpoint) {
    route(endpoint, "GET", "/v1/regions", _ -> regions());
    route(endpoint, "GET", "/v1/users/self", _ -> ok("user", Wire.Owner.OPS));
    route(endpoint, "GET", "/v1/apps", _ -> ok("apps", platform.all(this::view)));
    route(endpoint, "GET", "/v1/events", call -> events(call, null));
    route(endpoint, "GET", APP, call -> one(call, "app", this::view));
    route(
        endpoint,
        "GET",
        APP + "/containers",
        call -> one(call, "containers", app -> List.copyOf(app.formation.values())));
    route(endpoint, "GET", APP + "/ps", call -> one(call, "containers", this::processes));
    route(endpoint, "POST", APP + "/scale", this::scale);
    route(endpoint, "POST", APP + "/restart", this::restart);
    route(endpoint, "GET", APP + "/operations/{id}", this::operation);
    route(
        endpoint,
        "GET",
        APP + "/autoscalers",
        call -> one(call, "autoscalers", app -> List.copyOf(app.autoscalers)));
    route(endpoint, "PATCH", APP + "/autoscalers/{id}", this::autoscaler);
    route(
        endpoint,
        "GET",
        APP + "/addons",
        call -> one(call, "addons", app -> List.copyOf(app.addons)));
    route(
        endpoint,
        "GET",
        APP + "/events",
        call -> events(call, platform.read(call.param("app"), app -> app.id)));
    route(
        endpoint,
        "GET",
        APP + "/collaborators",
        call -> one(call, "collaborators", Api::collaborators));
    route(endpoint, "DELETE", APP, this::delete);
    endpoint.otherwise(_ -> Refused.notFound("Route").answer());
  }

  /** Adds a route whose refusals become answers. */
  static void route(
      Endpoint endpoint, String method, String template, Function<Call, Answer> handler) {
    endpoint.route(
        method,
        template,
        call -> {
          try {
            return handler.apply(call);
          } catch (Refused refused) {
            return refused.answer();
          }
        });
  }

  private Answer regions() {
    Map<String, Object> region = new LinkedHashMap<>();
    region.put("id", "re-1");
    region.put("name", Platform.REGION);
    region.put("display_name", "Paris - Outscale");
    region.put("api", base.toString());
    region.put("database_api", base.toString());
    region.put("dashboard", "https://dashboard.scalingo.com");
    region.put("ssh", "ssh.osc-fr1.scalingo.com:22");
    region.put("default", true);
    return ok("regions", List.of(region));
  }

  private Answer scale(Call call) {
    String app = call.param("app");
    Wire.Operation operation = platform.scale(app, Order.of(call));
    Answer formation = one(call, "containers", hosted -> List.copyOf(hosted.formation.values()));
    return operation == null ? formation : located(formation, operation);
  }

  private Answer restart(Call call) {
    return located(Answer.empty(202), platform.restart(call.param("app")));
  }

  /** The address is absolute: clients follow it as it is. */
  private Answer located(Answer answer, Wire.Operation operation) {
    return new Answer(202, answer.headers(), answer.body())
        .with(
            "Location", base + "/v1/apps/" + appName(operation) + "/operations/" + operation.id());
  }

  private String appName(Wire.Operation operation) {
    return platform.read(operation.appId(), app -> app.name);
  }

  private Answer operation(Call call) {
    return one(
        call,
        "operation",
        app -> {
          Wire.Operation operation = app.operations.get(call.param("id"));
          if (operation == null) {
            throw Refused.notFound("Operation");
          }
          return operation;
        });
  }

  private Answer autoscaler(Call call) {
    JsonNode disabled =
        call.json()
            .map(json -> json.path("autoscaler").path("disabled"))
            .filter(JsonNode::isBoolean)
            .orElseThrow(() -> Refused.invalid("disabled", "must be true or false"));
    return ok(
        "autoscaler",
        platform.autoscaler(call.param("app"), call.param("id"), disabled.booleanValue()));
  }

  /** Deletes an app, where its name is repeated. */
  private Answer delete(Call call) {
    String name = platform.read(call.param("app"), app -> app.name);
    if (platform.read(name, app -> app.limited)) {
      throw Refused.because(403, "limited collaborators cannot delete the application");
    }
    if (!call.query("current_name").orElse("").equals(name)) {
      throw Refused.invalid("current_name", "does not match the name of the application");
    }
    platform.delete(name);
    return Answer.empty(204);
  }

  private Answer events(Call call, @Nullable String appId) {
    List<Wire.Event> all =
        platform.events().stream()
            .filter(event -> appId == null || event.appId().equals(appId))
            .toList();
    int size = Math.min(MOST_PER_PAGE, positive(call, "per_page", PER_PAGE));
    Wire.Page<Wire.Event> page = Wire.Page.of(all, positive(call, "page", 1), size);
    return Answer.json(
        200, Map.of("events", page.items(), "meta", Map.of("pagination", page.pagination())));
  }

  private static int positive(Call call, String name, int otherwise) {
    String text = call.query(name).orElse(String.valueOf(otherwise));
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw Refused.because(400, name + " must be a positive number");
    }
    return Integer.parseInt(text);
  }

  private static List<Wire.Collaborator> collaborators(HostedApp app) {
    return app.owner.equals(Wire.Owner.OPS) ? List.of() : List.of(Wire.Collaborator.ops(app));
  }

  private Wire.App view(HostedApp app) {
    String host = "https://" + Platform.host(app);
    String domain = app.canonicalDomain;
    String updated = Wire.time(app.updatedAt);
    boolean deployed = app.status != Status.NEW;
    return new Wire.App(
        app.id,
        app.name,
        Platform.REGION,
        app.status.word(),
        domain == null ? host : "https://" + domain,
        host,
        "git@ssh.osc-fr1.scalingo.com:" + app.name + ".git",
        app.owner,
        new Wire.Project("prj-1", "default"),
        "st-1",
        false,
        false,
        false,
        Map.of(),
        Map.of(),
        deployed ? updated : null,
        deployed ? "dep-9" : null,
        "2024-01-08T10:00:00.000Z",
        updated);
  }

  private List<Wire.LiveContainer> processes(HostedApp app) {
    List<Wire.LiveContainer> processes = new ArrayList<>();
    String state = app.answers() || !app.status.busy() ? "running" : "booting";
    boolean alive = app.status != Status.CRASHED && app.status != Status.NEW;
    for (Wire.Container type : app.formation.values()) {
      for (int i = 1; i <= type.amount() && alive; i++) {
        String label = type.name() + "-" + i;
        processes.add(
            new Wire.LiveContainer(
                "ct-" + app.id + "-" + label,
                type.name(),
                i,
                label,
                state,
                Wire.time(clock.instant()),
                null,
                new Wire.Size(type.size())));
      }
    }
    return processes;
  }

  private Answer one(Call call, String key, Function<HostedApp, Object> read) {
    return ok(key, platform.read(call.param("app"), read));
  }

  private static Answer ok(String key, Object value) {
    return Answer.json(200, Map.of(key, value));
  }
}
