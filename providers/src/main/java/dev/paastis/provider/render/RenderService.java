// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.SharedRouter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A service as Render tells of it, in a list or alone.
 *
 * @param id for example {@code srv-abc123}
 * @param type for example {@code web_service}
 * @param suspenders who holds it suspended, {@code user} for its owner and for us
 * @param url its public address, or the private one of a private service
 * @param reachable whether its host at onrender.com is on
 * @param plan empty when not told
 * @param instances 0 for what does not scale
 * @param autoscaling the settings of its autoscaler in one spelling, empty for none
 * @param preview whether it was made for a pull request, out of another service
 * @see <a href="https://api-docs.render.com/reference/retrieve-service">Retrieve service</a>
 */
record RenderService(
    String id,
    String name,
    String type,
    String ownerId,
    String region,
    boolean suspended,
    List<String> suspenders,
    String url,
    boolean reachable,
    String plan,
    int instances,
    String autoscaling,
    boolean preview) {
  /** The extra of a formation that holds the autoscaler's settings. */
  static final String AUTOSCALING = "autoscaling";

  /** Static sites are left out: they cost nothing. */
  static final List<String> TYPES =
      List.of("web_service", "private_service", "background_worker", "cron_job");

  private static final String USER = "user";

  /** Empty when it has no identifier. */
  static Optional<RenderService> read(JsonNode node) {
    String id = Json.text(node, "id");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    JsonNode details = node.path("serviceDetails");
    String name = Json.text(node, "name");
    return Optional.of(
        new RenderService(
            id,
            name.isEmpty() ? id : name,
            Json.text(node, "type"),
            Json.text(node, "ownerId"),
            Json.text(details, "region"),
            Json.text(node, "suspended").equals("suspended"),
            Json.texts(node, "suspenders"),
            Json.text(details, "url"),
            !Json.text(details, "renderSubdomainPolicy").equals("disabled"),
            Json.text(details, "plan"),
            Math.max(0, Json.number(details, "numInstances", 0)),
            autoscaler(details.path(AUTOSCALING)),
            !Json.text(details.path("parentServer"), "id").isEmpty()));
  }

  /** A disabled autoscaler does nothing, as if there were none. */
  private static String autoscaler(JsonNode config) {
    JsonNode enabled = config.path("enabled");
    return enabled.isBoolean() && enabled.booleanValue() ? Json.canonical(config) : "";
  }

  /** Cron jobs run now and then: they have no instances and nothing to wait for. */
  boolean isCronJob() {
    return type.equals("cron_job");
  }

  boolean isWeb() {
    return type.equals("web_service");
  }

  boolean isFree() {
    return plan.equals("free");
  }

  /** What runs, or would. */
  Formation formation() {
    return new Formation(
        List.of(new ProcessType(type, isCronJob() ? 1 : instances, plan)),
        autoscaling.isEmpty() ? Map.of() : Map.of(AUTOSCALING, autoscaling));
  }

  /** Why it must stay suspended: somebody other than its owner wants that. */
  Optional<Refusal> barred() {
    List<String> others = suspenders.stream().filter(who -> !who.equals(USER)).toList();
    if (!suspended || (others.isEmpty() && !suspenders.isEmpty())) {
      return Optional.empty();
    }
    String who = others.isEmpty() ? "somebody it does not name" : String.join(", ", others);
    Refusal.Kind kind = others.contains("billing") ? Refusal.Kind.QUOTA : Refusal.Kind.FORBIDDEN;
    return Optional.of(
        new Refusal(
            kind,
            "Render keeps service '%s' suspended (by %s); resolve that in its dashboard"
                .formatted(name, who)));
  }

  /** As far as the service tells; its deploys may say that it did not come up. */
  AppStatus status(RenderSettings account) {
    return suspended ? new AppStatus.Stopped(formation()) : running(account);
  }

  AppStatus.Running running(RenderSettings account) {
    return new AppStatus.Running(upstream(account), formation());
  }

  AppStatus.Starting starting(RenderSettings account) {
    return new AppStatus.Starting(upstream(account), formation());
  }

  /** What Render says of its purpose. */
  Set<Trait> traits() {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (preview) {
      traits.add(Trait.REVIEW_APP);
    }
    if (!isWeb()) {
      traits.add(Trait.WORKER);
    }
    return traits;
  }

  /**
   * Where it answers. What has no public address is represented by the API's own: nobody visits it
   * there, and whether it is up is for Render to say.
   */
  private Upstream upstream(RenderSettings account) {
    return (isWeb() ? account.router().appAt(url) : Optional.<Upstream>empty())
        .or(() -> SharedRouter.OF_VENDOR.appAt(account.api().toString()))
        .orElseThrow(
            () -> new IllegalStateException("no host in the API's address " + account.api()));
  }
}
