// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The calls of the Platform API. */
final class Api {
  private final Platform platform;
  private final Gate gate;

  Api(Platform platform, Gate gate) {
    this.platform = platform;
    this.gate = gate;
  }

  /** Puts the gate and the routes on an endpoint. */
  Endpoint on(Endpoint endpoint) {
    endpoint
        .filter(gate::versioned)
        .filter(gate::authorized)
        .filter(gate::counted)
        .filter(gate::permitted)
        .filter(this::keepOut);
    apps(new Routes(endpoint));
    formation(new Routes(endpoint));
    dynos(new Routes(endpoint));
    return endpoint.otherwise(
        guarded(_ -> {
          throw ApiError.notFound("The requested API endpoint was not found.");
        }));
  }

  /** That an app exists which is somebody else's is no secret: its name is part of a host. */
  private Optional<Answer> keepOut(Call call) {
    String[] path = call.path().split("/", 4); // "", "apps", app, the rest
    return path.length > 2 && path[1].equals("apps") && platform.isAway(path[2])
        ? Optional.of(
            gate.marked(
                ApiError.body(
                    403, "forbidden", "You do not have access to the app " + path[2] + "."),
                call))
        : Optional.empty();
  }

  private void apps(Routes routes) {
    routes
        .add("GET", "/account", _ -> ok(Map.of("id", "u-1", "email", "ops@example.org")))
        .add("GET", "/account/rate-limits", _ -> ok(Map.of("remaining", gate.remaining())))
        .add("GET", "/pipeline-couplings", this::couplings)
        .add("GET", "/apps", call -> list(call, _ -> true))
        .add("GET", "/users/~/apps", call -> list(call, identity -> identity.team() == null))
        .add(
            "GET",
            "/teams/{team}/apps",
            call -> list(call, identity -> call.param("team").equals(identity.team())))
        .add("GET", "/apps/{app}", call -> ok(Wire.app(app(call))))
        .add("PATCH", "/apps/{app}", this::update)
        .add("DELETE", "/apps/{app}", call -> ok(Wire.app(platform.delete(call.param("app")))));
  }

  private void formation(Routes routes) {
    routes
        .add("GET", "/apps/{app}/formation", call -> rows(app(call), app(call).formation()))
        .add("PATCH", "/apps/{app}/formation", this::scale)
        .add("PATCH", "/apps/{app}/formation/{type}", this::scaleOne);
  }

  private void dynos(Routes routes) {
    routes
        .add("GET", "/apps/{app}/dynos", call -> ok(Wire.dynos(app(call))))
        .add("DELETE", "/apps/{app}/dynos", call -> restart(call, ""))
        .add("DELETE", "/apps/{app}/dynos/{dyno}", call -> restart(call, call.param("dyno")))
        .add(
            "POST",
            "/apps/{app}/dynos/{dyno}/actions/stop",
            call -> restart(call, call.param("dyno")))
        .add(
            "POST",
            "/apps/{app}/formations/{type}/actions/stop",
            call -> restart(call, call.param("type")));
  }

  private Answer list(Call call, Predicate<Identity> wanted) {
    Ranges range = Ranges.of(call.header("Range").orElse(""));
    return range.cut(
        platform.ours().stream()
            .filter(app -> wanted.test(app.identity()))
            .map(Wire::app)
            .toList());
  }

  private Answer couplings(Call call) {
    Ranges range = Ranges.of(call.header("Range").orElse(""));
    return range.cut(
        platform.ours().stream().flatMap(app -> Wire.coupling(app).stream()).toList(),
        Wire.Coupling::id);
  }

  private Answer update(Call call) {
    HostedApp app = app(call);
    JsonNode maintenance = body(call).path("maintenance");
    if (maintenance.isBoolean()) {
      app.maintain(maintenance.asBoolean());
    }
    return ok(Wire.app(app));
  }

  private Answer scale(Call call) {
    HostedApp app = app(call);
    return rows(app, app.scale(FormationUpdate.batch(call.json())));
  }

  private Answer scaleOne(Call call) {
    HostedApp app = app(call);
    String type = call.param("type");
    List<ProcessRow> rows = app.scale(List.of(FormationUpdate.of(type, body(call))));
    ProcessRow changed =
        rows.stream().filter(row -> row.type().equals(type)).findFirst().orElseThrow();
    return ok(Wire.row(app, changed));
  }

  private Answer restart(Call call, String typeOrDyno) {
    app(call).restart(typeOrDyno);
    return Answer.json(202, Map.of());
  }

  private HostedApp app(Call call) {
    return platform.app(call.param("app"));
  }

  private static JsonNode body(Call call) {
    Optional<JsonNode> json = call.json();
    return json.orElseThrow(
        () -> new ApiError(400, "bad_request", "Unable to parse the JSON request."));
  }

  private static Answer rows(HostedApp app, List<ProcessRow> rows) {
    return ok(Wire.rows(app, rows));
  }

  private static Answer ok(Object value) {
    return Answer.json(200, value);
  }

  /** Gives answers the rate limit and errors the vendor's body. */
  Function<Call, Answer> guarded(Function<Call, Answer> handler) {
    return call -> {
      try {
        return gate.marked(handler.apply(call), call);
      } catch (ApiError e) {
        return gate.marked(e.answer(), call);
      }
    };
  }

  /** Adds routes whose answers carry the rate limit and whose errors have the vendor's body. */
  private final class Routes {
    private final Endpoint endpoint;

    Routes(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    Routes add(String method, String template, Function<Call, Answer> handler) {
      endpoint.route(method, template, guarded(handler));
      return this;
    }
  }
}
