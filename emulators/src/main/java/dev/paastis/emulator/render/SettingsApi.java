// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The paths that change how a service runs, with what a plan does not allow. */
final class SettingsApi {
  private static final String SERVICE = "/v1/services/{id}";
  private static final int MAX_INSTANCES = 100;

  private final Platform platform;
  private final Gate gate;

  SettingsApi(Platform platform, Gate gate) {
    this.platform = platform;
    this.gate = gate;
  }

  void route(Endpoint endpoint) {
    endpoint
        .route("PATCH", SERVICE, gate.ordering(ServicesApi.on(platform, this::patch)))
        .route("POST", SERVICE + "/scale", gate.ordering(ServicesApi.on(platform, this::scale)))
        .route("POST", SERVICE + "/restart", gate.ordering(ServicesApi.on(platform, this::restart)))
        .route("POST", SERVICE + "/deploys", gate.ordering(ServicesApi.on(platform, this::deploy)))
        .route(
            "PUT",
            SERVICE + "/autoscaling",
            gate.ordering(ServicesApi.on(platform, this::putAutoscaling)))
        .route(
            "DELETE",
            SERVICE + "/autoscaling",
            gate.ordering(ServicesApi.on(platform, this::deleteAutoscaling)));
  }

  private Answer patch(Service service, Call call) {
    Optional<String> asked =
        call.json()
            .map(body -> body.path("serviceDetails").path("plan"))
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue);
    Optional<Plan> plan = asked.flatMap(Plan::find);
    if (plan.isEmpty() || service.is(Service.STATIC_SITE)) {
      return Gate.error(400, "invalid plan: " + asked.orElse("none"));
    }
    if (plan.get().isFree() && service.origin().diskGigabytes() > 0) {
      return Gate.error(400, "services with a disk need a paid plan");
    }
    platform.changePlan(service, plan.get());
    return Answer.json(200, service.body());
  }

  /** An autoscaled service keeps to its autoscaler: the order is accepted and does nothing. */
  private Answer scale(Service service, Call call) {
    int asked = call.json().map(body -> body.path("numInstances").asInt(0)).orElse(0);
    if (asked < 1 || asked > MAX_INSTANCES) {
      return Gate.error(400, "numInstances must be between 1 and " + MAX_INSTANCES);
    }
    Optional<Answer> barred = barredFromScaling(service, asked);
    if (barred.isPresent()) {
      return barred.get();
    }
    if (!service.isAutoscaled()) {
      platform.scale(service, asked);
    }
    return Answer.empty(202);
  }

  private Answer putAutoscaling(Service service, Call call) {
    Optional<Autoscaling> asked = call.json().flatMap(Autoscaling::read);
    if (asked.isEmpty()) {
      return Gate.error(400, "invalid autoscaling configuration");
    }
    Optional<Answer> barred = barredFromScaling(service, asked.get().max());
    if (barred.isPresent()) {
      return barred.get();
    }
    platform.autoscale(service, asked.get());
    return Answer.json(200, asked.get());
  }

  private Answer deleteAutoscaling(Service service, Call call) {
    platform.autoscale(service, null);
    return Answer.empty(204);
  }

  private Answer restart(Service service, Call call) {
    if (service.isSuspended()) {
      return Gate.error(400, "cannot restart a suspended service");
    }
    var _ = platform.deploy(service, "other");
    return Answer.empty(200);
  }

  private Answer deploy(Service service, Call call) {
    if (service.isSuspended() || service.isStopping()) {
      return Gate.error(409, "cannot deploy a suspended service");
    }
    return Answer.json(201, platform.deploy(service, "api").body());
  }

  private static Optional<Answer> barredFromScaling(Service service, int instances) {
    if (List.of(Service.CRON_JOB, Service.STATIC_SITE).contains(service.origin().type())) {
      return Optional.of(Gate.error(400, "this type of service does not scale"));
    }
    if (service.plan().isFree()) {
      return Optional.of(Gate.error(402, "free services do not scale; choose a paid plan"));
    }
    return service.origin().diskGigabytes() > 0 && instances > 1
        ? Optional.of(Gate.error(400, "services with a disk have one instance"))
        : Optional.empty();
  }
}
