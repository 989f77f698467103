// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.scalingo;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Deliveries;
import dev.paastis.emulator.Endpoint;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Notifiers of the platform {@code webhook}. Neither a signature nor repetitions are documented: an
 * event is posted once, unsigned. Safe for use by many threads.
 *
 * @see <a href="https://developers.scalingo.com/notifiers">Notifiers</a>
 */
final class Notifiers {
  private static final String ALL = "/v1/apps/{app}/notifiers";
  private static final String ONE = ALL + "/{id}";
  private static final String WEBHOOK = "np-webhook";

  /** Event types by the word that events carry. */
  private static final Map<String, String> EVENT_TYPES =
      Map.of(
          "scale", "app_scaled",
          "restart", "app_restarted",
          "crash", "app_crashed",
          "rename_app", "app_renamed",
          "delete_app", "app_deleted");

  private final Deliveries deliveries;
  private final InstantSource clock;
  private final Map<String, Notifier> notifiers = new LinkedHashMap<>();
  private long made;

  Notifiers(Deliveries deliveries, InstantSource clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  private record Notifier(
      String id,
      String appId,
      String name,
      boolean active,
      boolean all,
      List<String> events,
      URI url,
      String createdAt) {
    Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("id", id);
      view.put("app_id", appId);
      view.put("name", name);
      view.put("type", "webhook");
      view.put("platform_id", WEBHOOK);
      view.put("active", active);
      view.put("send_all_alerts", false);
      view.put("send_all_events", all);
      view.put("selected_event_ids", events);
      view.put("type_data", Map.of("webhook_url", url.toString()));
      view.put("created_at", createdAt);
      view.put("updated_at", createdAt);
      return view;
    }

    boolean wants(Wire.Event event) {
      String type = EVENT_TYPES.getOrDefault(event.type(), event.type());
      return active && appId.equals(event.appId()) && (all || events.contains(idOf(type)));
    }
  }

  /** Whether a call needs no bearer. */
  static boolean isPublic(Call call) {
    return call.path().startsWith("/v1/notification_platforms")
        || call.path().equals("/v1/event_types");
  }

  /** Adds the routes to an API. */
  void route(Endpoint endpoint, Platform platform) {
    Api.route(endpoint, "GET", "/v1/notification_platforms", _ -> platforms());
    Api.route(endpoint, "GET", "/v1/notification_platforms/search", _ -> platforms());
    Api.route(endpoint, "GET", "/v1/event_types", _ -> eventTypes());
    Api.route(endpoint, "GET", ALL, call -> list(platform.read(call.param("app"), app -> app.id)));
    Api.route(
        endpoint, "POST", ALL, call -> add(platform.read(call.param("app"), app -> app.id), call));
    Api.route(endpoint, "GET", ONE, call -> Answer.json(200, view(find(call))));
    Api.route(endpoint, "PATCH", ONE, this::update);
    Api.route(endpoint, "DELETE", ONE, this::remove);
    Api.route(endpoint, "POST", ONE + "/test", this::test);
  }

  /** Posts an event to whoever wants it. */
  synchronized void tell(Wire.Event event) {
    notifiers.values().stream()
        .filter(notifier -> notifier.wants(event))
        .forEach(notifier -> post(notifier, event));
  }

  private void post(Notifier notifier, Object event) {
    deliveries.send(
        new Deliveries.Delivery(
            notifier.url(),
            Map::of,
            JsonMapper.shared().writeValueAsString(event),
            List.of(),
            _ -> {}));
  }

  private static Answer platforms() {
    return Answer.json(
        200,
        Map.of(
            "notification_platforms",
            List.of(
                Map.of(
                    "id",
                    WEBHOOK,
                    "name",
                    "webhook",
                    "display_name",
                    "Webhook",
                    "available_event_ids",
                    EVENT_TYPES.values().stream().sorted().map(Notifiers::idOf).toList()))));
  }

  private static Answer eventTypes() {
    return Answer.json(
        200,
        Map.of(
            "event_types",
            EVENT_TYPES.values().stream()
                .sorted()
                .map(name -> Map.of("id", idOf(name), "category_id", "ec-1", "name", name))
                .toList()));
  }

  private static String idOf(String eventType) {
    return "et-" + eventType;
  }

  private synchronized Answer list(String appId) {
    return Answer.json(
        200,
        Map.of(
            "notifiers",
            notifiers.values().stream()
                .filter(notifier -> notifier.appId().equals(appId))
                .map(Notifier::view)
                .toList()));
  }

  private synchronized Answer add(String appId, Call call) {
    JsonNode asked = asked(call);
    if (!asked.path("platform_id").asString("").equals(WEBHOOK)) {
      throw Refused.invalid("platform_id", "is not a platform of this account");
    }
    Notifier notifier = read("nt-" + ++made, appId, asked);
    notifiers.put(notifier.id(), notifier);
    return Answer.json(201, view(notifier));
  }

  private synchronized Answer update(Call call) {
    Notifier before = find(call);
    JsonNode active = asked(call).path("active");
    Notifier now =
        new Notifier(
            before.id(),
            before.appId(),
            before.name(),
            active.asBoolean(before.active()),
            before.all(),
            before.events(),
            before.url(),
            before.createdAt());
    notifiers.put(now.id(), now);
    return Answer.json(200, view(now));
  }

  private synchronized Answer remove(Call call) {
    notifiers.remove(find(call).id());
    return Answer.empty(204);
  }

  private synchronized Answer test(Call call) {
    post(find(call), Map.of("type", "test", "created_at", Wire.time(clock.instant())));
    return Answer.json(200, Map.of());
  }

  private Notifier read(String id, String appId, JsonNode asked) {
    return new Notifier(
        id,
        appId,
        asked.path("name").asString(""),
        asked.path("active").asBoolean(true),
        asked.path("send_all_events").asBoolean(false),
        asked.path("selected_event_ids").valueStream().map(JsonNode::asString).toList(),
        url(asked.path("type_data").path("webhook_url").asString("")),
        Wire.time(clock.instant()));
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw Refused.invalid("webhook_url", "is not an address");
  }

  /** The documentation shows the key in the plural once, all clients send the singular. */
  private static JsonNode asked(Call call) {
    return call.json()
        .map(json -> json.has("notifier") ? json.path("notifier") : json.path("notifiers"))
        .filter(JsonNode::isObject)
        .orElseThrow(() -> Refused.because(400, "notifier is missing"));
  }

  private static Map<String, Object> view(Notifier notifier) {
    return Map.of("notifier", notifier.view());
  }

  private synchronized Notifier find(Call call) {
    return Optional.ofNullable(notifiers.get(call.param("id")))
        .orElseThrow(() -> Refused.notFound("Notifier"));
  }
}
