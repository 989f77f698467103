// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.DiscoveredApp.Trait;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An environment as the API gives it.
 *
 * @param ref names it
 * @param machineName part of its host name
 * @param edgeHost host name that the platform gives it, empty when it has none
 * @param domain custom domain, empty when it has none
 * @param type what it is for
 * @param told its status as the platform tells it
 * @param dirty whether the platform calls it dirty besides
 * @param deployedAt when it was last deployed, as the API writes it; empty when unknown
 * @param deploymentFailed whether the last deployment failed
 * @param mayBePaused whether the API announces that this user may pause it now
 * @param mayBeResumed whether the API announces that this user may resume it now
 * @param mayBeDeactivated whether the API announces that this user may deactivate it now
 */
record Environment(
    Ref ref,
    String machineName,
    String edgeHost,
    String domain,
    Type type,
    Phase told,
    boolean dirty,
    String deployedAt,
    boolean deploymentFailed,
    boolean mayBePaused,
    boolean mayBeResumed,
    boolean mayBeDeactivated) {

  /** How an environment is. */
  enum Phase {
    AWAKE,
    ASLEEP,
    /** Something is being done to it; its activities say what. */
    BUSY,
    /** Not deployed, without any data: nothing that could be woken. */
    ABSENT
  }

  /** What an environment is for. */
  enum Type {
    PRODUCTION,
    STAGING,
    DEVELOPMENT,
    UNTOLD;

    Set<Trait> traits() {
      return switch (this) {
        case PRODUCTION -> Set.of(Trait.PRODUCTION);
        case DEVELOPMENT -> Set.of(Trait.REVIEW_APP);
        case STAGING, UNTOLD -> Set.of();
      };
    }

    /** Where it is missing, the main environment is taken for production. */
    private static Type of(JsonNode json) {
      return switch (Json.text(json, "type")) {
        case "production" -> PRODUCTION;
        case "staging" -> STAGING;
        // a development environment without a parent is nobody's branch
        case "development" -> Json.text(json, "parent").isEmpty() ? UNTOLD : DEVELOPMENT;
        default -> Json.isTrue(json, "is_main") ? PRODUCTION : UNTOLD;
      };
    }
  }

  static Environment of(Ref ref, JsonNode json) {
    JsonNode deployment = json.path("deployment_state");
    JsonNode successful = deployment.path("last_deployment_successful");
    JsonNode links = json.path("_links");
    return new Environment(
        ref,
        Json.text(json, "machine_name"),
        Json.text(json, "edge_hostname").toLowerCase(Locale.ROOT),
        Json.text(json, "default_domain").toLowerCase(Locale.ROOT),
        Type.of(json),
        told(json),
        Json.isTrue(json, "is_dirty"),
        Json.text(deployment, "last_deployment_at"),
        successful.isBoolean() && !successful.asBoolean(),
        links.has("#pause"),
        links.has("#resume"),
        links.has("#deactivate"));
  }

  /** How it is: one that is active but dirty is not ready. */
  Phase phase() {
    return told == Phase.AWAKE && dirty ? Phase.BUSY : told;
  }

  boolean allows(Goal goal) {
    return switch (goal) {
      case AWAKE -> mayBeResumed;
      case ASLEEP -> mayBePaused;
      case INACTIVE -> mayBeDeactivated;
    };
  }

  private static Phase told(JsonNode json) {
    return switch (Json.text(json, "status")) {
      case "inactive", "deleting" -> Phase.ABSENT;
      case "paused" -> Phase.ASLEEP;
      case "active" -> Phase.AWAKE;
      default -> Phase.BUSY; // "dirty", and what the vendor may add: ask for the activities
    };
  }
}
