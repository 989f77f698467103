// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The add-ons of apps, which run and cost whether their app does or not, and who works on apps. */
final class AddOns {
  private static final String SERVICE = "heroku-postgresql";
  private static final String PLAN = SERVICE + ":essential-0";

  private final Platform platform;

  AddOns(Platform platform) {
    this.platform = platform;
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record AddOn(
      String id,
      String name,
      Wire.Named app,
      Wire.Named addonService,
      Wire.Named plan,
      String state,
      Price billedPrice,
      List<String> configVars,
      String createdAt) {}

  /** In cents of a dollar. */
  private record Price(int cents, String unit, boolean contract) {}

  /** Adds the routes to an API. */
  void route(Endpoint endpoint, Api api) {
    endpoint
        .route("GET", "/addons", api.guarded(_ -> Answer.json(200, all())))
        .route(
            "GET",
            "/apps/{app}/addons",
            api.guarded(call -> Answer.json(200, of(platform.app(call.param("app"))))))
        .route("GET", "/addon-attachments", api.guarded(_ -> Answer.json(200, attached())))
        .route(
            "GET",
            "/apps/{app}/addon-attachments",
            api.guarded(call -> Answer.json(200, attached(platform.app(call.param("app"))))))
        .route(
            "GET",
            "/apps/{app}/collaborators",
            api.guarded(call -> Answer.json(200, owner(platform.app(call.param("app"))))));
  }

  private List<AddOn> all() {
    return platform.ours().stream().flatMap(app -> of(app).stream()).toList();
  }

  private List<AddOn> of(HostedApp app) {
    Identity identity = app.identity();
    if (!platform.hasAddOns(identity.name())) {
      return List.of();
    }
    String name = "postgresql-" + identity.name();
    return List.of(
        new AddOn(
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
            name,
            new Wire.Named(identity.id(), identity.name()),
            Wire.named(SERVICE),
            Wire.named(PLAN),
            "provisioned",
            new Price(500, "month", false),
            List.of("DATABASE_URL"),
            identity.createdAt().toString()));
  }

  private List<Map<String, Object>> attached() {
    return platform.ours().stream().flatMap(app -> attached(app).stream()).toList();
  }

  private List<Map<String, Object>> attached(HostedApp app) {
    return of(app).stream()
        .map(addOn ->
            Map.<String, Object>of(
                "id",
                "attachment-" + addOn.id(),
                "name",
                "DATABASE",
                "app",
                addOn.app(),
                "addon",
                Map.of(
                    "id", addOn.id(),
                    "name", addOn.name(),
                    "app", addOn.app(),
                    "plan", addOn.plan())))
        .toList();
  }

  private static List<Map<String, Object>> owner(HostedApp app) {
    Wire.App view = Wire.app(app);
    return List.of(
        Map.of("id", "collaborator-" + view.id(), "role", "owner", "user", view.owner()));
  }
}
