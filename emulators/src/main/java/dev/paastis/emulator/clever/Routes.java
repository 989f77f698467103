// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What each call of the API does. */
final class Routes {
  private static final String OWNER = "/v2/organisations/{owner}";
  private static final String APP = OWNER + "/applications/{app}";

  /** An organisation that the user may not see. */
  static final String SOMEBODY_ELSE = "orga_99999999-0000-4000-8000-000000000009";

  private final Platform platform;
  private final Access access;
  private final Members members;

  Routes(Platform platform, Access access, Members members) {
    this.members = members;
    this.platform = platform;
    this.access = access;
  }

  void addTo(Endpoint endpoint) {
    endpoint
        .route("GET", "/v2/self", _ -> Answer.json(200, members.self()))
        .route("GET", OWNER + "/members", owned(call -> members.of(call.param("owner"))))
        .route("GET", "/v2/self/applications", alone(_ -> applications(Fleet.USER)))
        .route("GET", "/v2/summary", alone(this::summary))
        .route("GET", "/v4/products/zones", Routes::zones)
        .route("GET", OWNER + "/applications", owned(call -> applications(call.param("owner"))))
        .route("GET", OWNER + "/addons", owned(call -> addons(call.param("owner"))))
        .route("GET", APP, of((_, app) -> Answer.json(200, app.view())))
        .route("PUT", APP, of(acting(this::update)))
        .route("DELETE", APP, of(acting(this::delete)))
        .route("GET", APP + "/vhosts", of((_, app) -> Answer.json(200, app.view().vhosts())))
        .route("GET", APP + "/vhosts/favourite", of(Routes::favourite))
        .otherwise(_ -> Errors.notFound());
    addOperations(endpoint);
    addTokens(endpoint);
  }

  private void addOperations(Endpoint endpoint) {
    endpoint
        .route("GET", APP + "/instances", of(Routes::instances))
        .route("POST", APP + "/instances", of(acting(this::start)))
        .route("DELETE", APP + "/instances", of(acting(this::stop)))
        .route("GET", APP + "/deployments", of(this::deployments))
        .route("GET", APP + "/deployments/{deployment}", of(this::deployment))
        .route("DELETE", APP + "/deployments/{deployment}/instances", of(this::cancel));
  }

  private void addTokens(Endpoint endpoint) {
    endpoint
        .route("POST", "/api-tokens", access::make)
        .route("GET", "/api-tokens", access::list)
        .route("DELETE", "/api-tokens/{token}", access::delete);
  }

  private Function<Call, Answer> alone(Function<Call, Answer> handler) {
    return call -> platform.alone(() -> handler.apply(call));
  }

  private Function<Call, Answer> owned(Function<Call, Answer> handler) {
    return alone(call -> {
      String owner = call.param("owner");
      if (owner.equals(SOMEBODY_ELSE)) {
        return Errors.forbidden();
      }
      return Fleet.OWNERS.contains(owner) ? handler.apply(call) : Errors.noSuchOwner();
    });
  }

  private Function<Call, Answer> of(BiFunction<Call, HostedApp, Answer> handler) {
    return owned(call ->
        platform
            .find(call.param("owner"), call.param("app"))
            .map(app -> handler.apply(call, app))
            .orElseGet(Errors::noSuchApp));
  }

  /** Some roles may look and no more. */
  private BiFunction<Call, HostedApp, Answer> acting(BiFunction<Call, HostedApp, Answer> handler) {
    return (call, app) ->
        members.mayAct(app.identity().owner()) ? handler.apply(call, app) : Errors.forbidden();
  }

  private Answer summary(Call call) {
    return Answer.json(
        200,
        new Wire.Summary(
            owner(Fleet.USER, null),
            List.of(owner(Fleet.AGENCY, "Agency"), owner(Fleet.LABS, "Labs"))));
  }

  private Wire.Owner owner(String id, @Nullable String name) {
    return new Wire.Owner(
        id,
        name,
        platform.appsOf(id).stream().map(HostedApp::brief).toList(),
        CleverEmulator.addonsOf(id));
  }

  private Answer applications(String owner) {
    return Answer.json(200, platform.appsOf(owner).stream().map(HostedApp::view).toList());
  }

  private static Answer addons(String owner) {
    return Answer.json(200, CleverEmulator.addonsOf(owner));
  }

  private static Answer zones(Call call) {
    return Answer.json(
        200,
        List.of(
            Map.of("name", "par", "country", "France", "countryCode", "FR", "city", "Paris"),
            Map.of("name", "mtl", "country", "Canada", "countryCode", "CA", "city", "Montreal")));
  }

  private static Answer favourite(Call call, HostedApp app) {
    return app.vhosts().size() < 2
        ? Errors.notFound()
        : Answer.json(200, new Wire.Vhost(app.vhosts().getFirst()));
  }

  private static Answer instances(Call call, HostedApp app) {
    return Answer.json(
        200, app.machines().stream().map(machine -> machine.view(app.id())).toList());
  }

  private Answer deployments(Call call, HostedApp app) {
    int limit =
        call.query("limit")
            .filter(text -> text.matches("\\d{1,4}"))
            .map(Integer::parseInt)
            .orElse(50);
    return Answer.json(
        200,
        app.deployments().stream()
            .filter(platform::isKnown)
            .limit(limit)
            .map(Deployment::view)
            .toList());
  }

  private Answer deployment(Call call, HostedApp app) {
    return app.deployments().stream()
        .filter(deployment -> deployment.uuid().equals(call.param("deployment")))
        .filter(platform::isKnown)
        .findFirst()
        .map(deployment -> Answer.json(200, deployment.view()))
        .orElseGet(Errors::notFound);
  }

  private Answer cancel(Call call, HostedApp app) {
    app.cancel();
    platform.settle(app);
    return ordered(303, "The deployment has been cancelled.", null);
  }

  private Answer start(Call call, HostedApp app) {
    Answer refusal = app.startRefusal();
    if (refusal != null) {
      return refusal;
    }
    if (app.isSuspended()) {
      return Errors.suspended(app.state());
    }
    if (app.deployments().isEmpty()) {
      return Errors.neverDeployed();
    }
    return ordered(300, "The application is being deployed.", platform.deploy(app).uuid());
  }

  private Answer stop(Call call, HostedApp app) {
    if (app.isSuspended()) {
      return Errors.suspended(app.state());
    }
    if (!app.state().equals(HostedApp.WANTED_DOWN)) {
      platform.undeploy(app);
    }
    return ordered(302, "The application has successfully been stopped.", null);
  }

  private Answer delete(Call call, HostedApp app) {
    platform.delete(app);
    return ordered(305, "The application has been deleted.", null);
  }

  private Answer update(Call call, HostedApp app) {
    JsonNode body = call.json().orElse(null);
    if (body == null) {
      return Errors.invalid(Map.of("body", "must be JSON"));
    }
    Scaling now = app.scaling();
    Scaling wanted =
        new Scaling(
            body.path("minInstances").asInt(now.minInstances()),
            body.path("maxInstances").asInt(now.maxInstances()),
            body.path("minFlavor").asString(now.minFlavor()),
            body.path("maxFlavor").asString(now.maxFlavor()));
    if (!wanted.faults().isEmpty()) {
      return Errors.invalid(wanted.faults());
    }
    platform.rescale(app, wanted);
    return Answer.json(200, app.view());
  }

  private static Answer ordered(int id, String message, @Nullable String deployment) {
    return Answer.json(200, new Wire.Ordered(id, message, "success", deployment));
  }
}
