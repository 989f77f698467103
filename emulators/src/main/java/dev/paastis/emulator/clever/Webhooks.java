// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Deliveries;
import dev.paastis.emulator.Endpoint;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks of owners. Neither a signature nor repetitions are documented, and of the format {@code
 * raw} only that it is the internal event: an event is posted once, unsigned, with its name, its
 * time and the ids of app and owner. Other formats are kept and get nothing. Safe for use by many
 * threads.
 *
 * @see <a href="https://www.clever.cloud/developers/doc/account/notifications/">Notifications</a>
 */
final class Webhooks {
  private static final String ALL = "/v2/notifications/webhooks/{owner}";
  private static final Set<String> RESULTS = Set.of("DEPLOYMENT_SUCCESS", "DEPLOYMENT_FAIL");

  private final Deliveries deliveries;
  private final InstantSource clock;
  private final Map<String, Webhook> webhooks = new LinkedHashMap<>();
  private long made;

  Webhooks(Deliveries deliveries, InstantSource clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  private record Url(String format, String url) {}

  private record Webhook(
      String id,
      String ownerId,
      String name,
      List<Url> urls,
      List<String> scope,
      List<String> events) {
    boolean wants(String event, HostedApp app) {
      return ownerId.equals(app.identity().owner())
          && (scope.isEmpty() || scope.contains(app.id()))
          && (events.isEmpty() || events.contains(event) || events.contains(groupOf(event)));
    }
  }

  /** Adds the routes to an API. */
  void route(Endpoint endpoint) {
    endpoint
        .route("GET", ALL, owned(this::list))
        .route("POST", ALL, owned(this::add))
        .route("DELETE", ALL + "/{id}", owned(this::remove));
  }

  /** Posts an event of an app to whoever wants it. */
  synchronized void tell(String event, HostedApp app) {
    String body =
        JsonMapper.shared()
            .writeValueAsString(
                Map.of(
                    "event", event,
                    "date", clock.instant().toString(),
                    "data",
                        Map.of(
                            "appId", app.id(),
                            "appName", app.identity().name(),
                            "ownerId", app.identity().owner())));
    webhooks.values().stream()
        .filter(webhook -> webhook.wants(event, app))
        .flatMap(webhook -> webhook.urls().stream())
        .filter(url -> url.format().equals("raw"))
        .forEach(url -> post(URI.create(url.url()), body));
  }

  private void post(URI url, String body) {
    deliveries.send(new Deliveries.Delivery(url, Map::of, body, List.of(), _ -> {}));
  }

  private static String groupOf(String event) {
    return RESULTS.contains(event) ? "META_DEPLOYMENT_RESULT" : "META_SERVICE_LIFECYCLE";
  }

  private static Function<Call, Answer> owned(Function<Call, Answer> handler) {
    return call ->
        Fleet.OWNERS.contains(call.param("owner")) ? handler.apply(call) : Errors.forbidden();
  }

  private synchronized Answer list(Call call) {
    return Answer.json(
        200,
        webhooks.values().stream()
            .filter(webhook -> webhook.ownerId().equals(call.param("owner")))
            .toList());
  }

  private synchronized Answer add(Call call) {
    JsonNode body = call.json().orElse(null);
    if (body == null || !isAddressed(body)) {
      return Errors.invalid(Map.of("urls", "must name at least one address"));
    }
    Webhook webhook =
        new Webhook(
            "webhook_" + ++made,
            call.param("owner"),
            body.path("name").asString(""),
            body.path("urls")
                .valueStream()
                .map(url ->
                    new Url(url.path("format").asString("raw"), url.path("url").asString("")))
                .toList(),
            texts(body.path("scope")),
            texts(body.path("events")));
    webhooks.put(webhook.id(), webhook);
    return Answer.json(200, webhook);
  }

  private synchronized Answer remove(Call call) {
    return webhooks.remove(call.param("id")) == null
        ? Errors.notFound()
        : Answer.json(200, Map.of("message", "The webhook has been deleted.", "type", "success"));
  }

  private static boolean isAddressed(JsonNode body) {
    return body.path("urls").valueStream().count() > 0
        && body.path("urls")
            .valueStream()
            .allMatch(url -> url.path("url").asString("").matches("https?://[^\\s/]+(/\\S*)?"));
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
