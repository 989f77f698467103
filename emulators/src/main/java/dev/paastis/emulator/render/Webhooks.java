// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Deliveries;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.HmacSha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks of workspaces, signed as Standard Webhooks. Eight attempts are documented, the last
 * about 33 hours after the first, after which the webhook is disabled; the waits between are this
 * emulator's own. Safe for use by many threads.
 *
 * @see <a href="https://render.com/docs/webhooks">Webhooks</a>
 */
final class Webhooks {
  private static final String ALL = "/v1/webhooks";
  private static final String ONE = ALL + "/{id}";
  private static final String SECRET = "whsec_";
  private static final int EVENTS_KEPT = 500;
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(15));

  private final Deliveries deliveries;
  private final InstantSource clock;
  private final Map<String, Webhook> webhooks = new LinkedHashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private long events;

  Webhooks(Deliveries deliveries, InstantSource clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  private record Webhook(
      String id,
      String ownerId,
      String name,
      String url,
      boolean enabled,
      List<String> eventFilter,
      String secret) {
    boolean wants(String type, Service service) {
      return enabled
          && ownerId.equals(service.ownerId())
          && (eventFilter.isEmpty() || eventFilter.contains(type));
    }

    Webhook enabled(boolean now) {
      return new Webhook(id, ownerId, name, url, now, eventFilter, secret);
    }
  }

  /** An attempt as {@code GET /webhooks/{id}/events} tells of it. */
  private record Sent(String webhook, Map<String, Object> view) {}

  /** What is posted. */
  private record Post(String type, String timestamp, Map<String, String> data) {}

  /** Adds the routes to an API. */
  void route(Endpoint endpoint, Gate gate) {
    endpoint
        .route("POST", ALL, gate.writing(this::add))
        .route("GET", ALL, gate.reading(this::list))
        .route("GET", ONE, gate.reading(of(webhook -> Answer.json(200, webhook))))
        .route("PATCH", ONE, gate.writing(this::update))
        .route("DELETE", ONE, gate.writing(of(this::remove)))
        .route("GET", ONE + "/events", gate.reading(this::events));
  }

  /**
   * Posts an event to whoever wants it.
   *
   * @param status how it ended, for events that tell of an end
   */
  synchronized void tell(String type, Service service, @Nullable String status) {
    String id = "evt-" + ++events;
    Map<String, String> data = new LinkedHashMap<>();
    data.put("id", id);
    data.put("serviceId", service.origin().id());
    data.put("serviceName", service.name());
    if (status != null) {
      data.put("status", status);
    }
    String body =
        JsonMapper.shared().writeValueAsString(new Post(type, clock.instant().toString(), data));
    webhooks.values().stream()
        .filter(webhook -> webhook.wants(type, service))
        .forEach(webhook -> post(webhook, id, type, body));
  }

  private void post(Webhook webhook, String event, String type, String body) {
    deliveries.send(
        new Deliveries.Delivery(
            URI.create(webhook.url()),
            () -> signature(webhook, event, body),
            body,
            WAITS,
            attempt -> keep(webhook, event, type, attempt)));
  }

  private Map<String, String> signature(Webhook webhook, String event, String body) {
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    byte[] key = Base64.getDecoder().decode(webhook.secret().substring(SECRET.length()));
    byte[] mac = HmacSha256.of(key, event + "." + timestamp + "." + body);
    return Map.of(
        "webhook-id", event,
        "webhook-timestamp", timestamp,
        "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac));
  }

  private synchronized void keep(
      Webhook webhook, String event, String type, Deliveries.Attempt attempt) {
    Instant now = clock.instant();
    sent.add(
        new Sent(
            webhook.id(),
            Map.of(
                "id",
                "whe-" + (sent.size() + 1),
                "eventId",
                event,
                "eventType",
                type,
                "sentAt",
                now.toString(),
                "statusCode",
                attempt.status())));
    if (sent.size() > EVENTS_KEPT) {
      sent.removeFirst();
    }
    if (attempt.last() && !attempt.taken()) {
      webhooks.computeIfPresent(webhook.id(), (_, known) -> known.enabled(false));
    }
  }

  private synchronized Answer add(Call call) {
    JsonNode body = call.json().orElse(null);
    if (body == null || !body.path("url").asString("").matches("https?://[^\\s/]+(/\\S*)?")) {
      return Gate.error(400, "invalid url");
    }
    String owner = body.path("ownerId").asString("");
    if (!List.of(RenderEmulator.OWNER, RenderEmulator.OTHER_OWNER).contains(owner)) {
      return Gate.error(404, "owner not found");
    }
    String key = UUID.randomUUID().toString();
    Webhook webhook =
        new Webhook(
            "whk-" + (webhooks.size() + 1),
            owner,
            body.path("name").asString(""),
            body.path("url").asString(""),
            body.path("enabled").asBoolean(true),
            body.path("eventFilter").valueStream().map(JsonNode::asString).toList(),
            SECRET + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
    webhooks.put(webhook.id(), webhook);
    return Answer.json(201, webhook);
  }

  private synchronized Answer list(Call call) {
    List<Webhook> all = List.copyOf(webhooks.values());
    return Paging.of(call)
        .map(paging -> paging.page(all, "webhook", all::indexOf, webhook -> webhook))
        .orElseGet(Paging::refused);
  }

  private synchronized Answer update(Call call) {
    JsonNode enabled = call.json().map(body -> body.path("enabled")).orElse(null);
    return of(
            webhook -> {
              Webhook now =
                  enabled == null ? webhook : webhook.enabled(enabled.asBoolean(webhook.enabled()));
              webhooks.put(now.id(), now);
              return Answer.json(200, now);
            })
        .apply(call);
  }

  private synchronized Answer remove(Webhook webhook) {
    webhooks.remove(webhook.id());
    return Answer.empty(204);
  }

  private synchronized Answer events(Call call) {
    List<Sent> ofIt = sent.stream().filter(one -> one.webhook().equals(call.param("id"))).toList();
    return Paging.of(call)
        .map(paging -> paging.page(ofIt, "webhookEvent", ofIt::indexOf, Sent::view))
        .orElseGet(Paging::refused);
  }

  private Function<Call, Answer> of(Function<Webhook, Answer> handler) {
    return call -> {
      synchronized (this) {
        return Optional.ofNullable(webhooks.get(call.param("id")))
            .map(handler)
            .orElseGet(() -> Gate.error(404, "webhook not found"));
      }
    };
  }
}
