// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Deliveries;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.HmacSha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The webhooks of apps. Level {@code notify} is attempted once, {@code sync} until a 2xx for up to
 * 72 hours; the waits between are not documented and double here from one minute to one hour. Safe
 * for use by many threads.
 *
 * @see <a href="https://devcenter.heroku.com/articles/app-webhooks">App webhooks</a>
 */
final class Webhooks {
  private static final String HOOKS = "/apps/{app}/webhooks";
  private static final String VERSION = "application/vnd.heroku+json; version=3";
  private static final List<Duration> UNTIL_TAKEN = waits();
  private static final int DELIVERIES_KEPT = 500;

  private final Deliveries deliveries;
  private final InstantSource clock;
  private final Map<String, Hook> hooks = new LinkedHashMap<>();
  private final Deque<Told> told = new ArrayDeque<>();

  Webhooks(Deliveries deliveries, InstantSource clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  private record Hook(
      String id,
      Wire.Named app,
      List<String> include,
      String level,
      URI url,
      String secret,
      @Nullable String authorization,
      String createdAt) {
    Map<String, Object> view() {
      return Map.of(
          "id",
          id,
          "app",
          app,
          "include",
          include,
          "level",
          level,
          "url",
          url.toString(),
          "created_at",
          createdAt,
          "updated_at",
          createdAt);
    }

    boolean wants(String include, String appId) {
      return app.id().equals(appId) && this.include.contains(include);
    }
  }

  /** Adds the routes to an API. */
  void route(Endpoint endpoint, Platform platform, Api api) {
    endpoint
        .route("POST", HOOKS, api.guarded(call -> add(named(platform, call), call)))
        .route("GET", HOOKS, api.guarded(call -> list(named(platform, call))))
        .route("GET", HOOKS + "/{id}", api.guarded(call -> Answer.json(200, hook(call).view())))
        .route("PATCH", HOOKS + "/{id}", api.guarded(this::update))
        .route("DELETE", HOOKS + "/{id}", api.guarded(this::remove))
        .route(
            "GET",
            "/apps/{app}/webhook-deliveries",
            api.guarded(call -> deliveries(named(platform, call))));
  }

  /** Somebody changed how many dynos a type has, or their size. */
  void scaled(HostedApp app, ProcessRow before, ProcessRow now) {
    Map<String, Object> previous = new LinkedHashMap<>();
    if (before.quantity() != now.quantity()) {
      previous.put("quantity", before.quantity());
    }
    if (before.size() != now.size()) {
      previous.put("size", before.size().label());
    }
    if (!previous.isEmpty()) {
      tell(app.identity(), "formation", "update", new Change(Wire.row(app, now), previous));
    }
  }

  /** A dyno came, changed its state or went: {@code create}, {@code update}, {@code destroy}. */
  void dyno(HostedApp app, String action, Dyno dyno) {
    tell(app.identity(), "dyno", action, new Change(Wire.dyno(app, dyno), Map.of()));
  }

  /** The app itself changed or went. */
  void app(HostedApp app, String action) {
    tell(app.identity(), "app", action, new Change(Wire.app(app), Map.of()));
  }

  /** A delivery to a webhook of an app, and how far it has come. */
  private record Told(String appId, String delivery, String webhook, String status) {
    Map<String, Object> view() {
      return Map.of("id", delivery, "status", status, "webhook", Map.of("id", webhook));
    }
  }

  private record Change(Object data, Map<String, Object> previous) {}

  private synchronized void tell(Identity app, String resource, String action, Change change) {
    String include = "api:" + resource;
    hooks.values().stream()
        .filter(hook -> hook.wants(include, app.id()))
        .forEach(hook -> send(hook, include, action, change));
  }

  private void send(Hook hook, String include, String action, Change change) {
    String delivery = UUID.randomUUID().toString();
    String event = UUID.randomUUID().toString();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", event);
    body.put("action", action);
    body.put("resource", include.substring("api:".length()));
    body.put("sequence", null);
    body.put("version", VERSION);
    body.put("created_at", clock.instant().toString());
    body.put("actor", Map.of("id", "u-1", "email", "ops@example.org"));
    body.put("data", change.data());
    body.put("previous_data", change.previous());
    body.put(
        "webhook_metadata",
        Map.of(
            "attempt", Map.of("id", UUID.randomUUID().toString()),
            "delivery", Map.of("id", delivery),
            "event", Map.of("id", event, "include", include),
            "webhook", Map.of("id", hook.id())));
    String text = JsonMapper.shared().writeValueAsString(body);
    boolean sync = hook.level().equals("sync");
    keep(delivery, hook, "pending");
    deliveries.send(
        new Deliveries.Delivery(
            hook.url(),
            () -> headers(hook, text),
            text,
            sync ? UNTIL_TAKEN : List.of(),
            attempt -> keep(delivery, hook, status(attempt))));
  }

  private static String status(Deliveries.Attempt attempt) {
    if (attempt.taken()) {
      return "succeeded";
    }
    return attempt.last() ? "failed" : "retrying";
  }

  private static Map<String, String> headers(Hook hook, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    byte[] key = hook.secret().getBytes(StandardCharsets.UTF_8);
    headers.put(
        "Heroku-Webhook-Hmac-SHA256", Base64.getEncoder().encodeToString(HmacSha256.of(key, body)));
    Optional.ofNullable(hook.authorization())
        .ifPresent(value -> headers.put("Authorization", value));
    return headers;
  }

  private synchronized void keep(String delivery, Hook hook, String status) {
    told.removeIf(known -> delivery.equals(known.delivery()));
    told.addFirst(new Told(hook.app().id(), delivery, hook.id(), status));
    if (told.size() > DELIVERIES_KEPT) {
      told.removeLast();
    }
  }

  private synchronized Answer deliveries(Wire.Named app) {
    return Answer.json(
        200, told.stream().filter(one -> one.appId().equals(app.id())).map(Told::view).toList());
  }

  private synchronized Answer add(Wire.Named app, Call call) {
    JsonNode body = body(call);
    Optional<String> secret = text(body.path("secret"));
    Hook hook =
        new Hook(
            UUID.randomUUID().toString(),
            app,
            included(body),
            level(body),
            url(body.path("url").asString("")),
            secret.orElseGet(() -> UUID.randomUUID().toString()),
            text(body.path("authorization")).orElse(null),
            clock.instant().toString());
    hooks.put(hook.id(), hook);
    Answer created = Answer.json(201, hook.view());
    return secret.isPresent() ? created : created.with("Heroku-Webhook-Secret", hook.secret());
  }

  private synchronized Answer update(Call call) {
    Hook before = hook(call);
    JsonNode body = body(call);
    Hook now =
        new Hook(
            before.id(),
            before.app(),
            body.has("include") ? included(body) : before.include(),
            body.has("level") ? level(body) : before.level(),
            body.has("url") ? url(body.path("url").asString("")) : before.url(),
            text(body.path("secret")).orElse(before.secret()),
            text(body.path("authorization")).orElse(before.authorization()),
            before.createdAt());
    hooks.put(now.id(), now);
    return Answer.json(200, now.view());
  }

  private static JsonNode body(Call call) {
    return call.json().orElseThrow(() -> ApiError.invalid("Webhook needs include, level and url."));
  }

  private static List<String> included(JsonNode body) {
    List<String> include = body.path("include").valueStream().map(JsonNode::asString).toList();
    if (include.isEmpty()) {
      throw ApiError.invalid("Include must name an entity such as api:formation.");
    }
    return include;
  }

  private static String level(JsonNode body) {
    String level = body.path("level").asString("");
    if (!List.of("notify", "sync").contains(level)) {
      throw ApiError.invalid("Level must be notify or sync, got: " + level);
    }
    return level;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && String.valueOf(url.getScheme()).startsWith("http")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw ApiError.invalid("Url is not valid: " + text);
  }

  private synchronized Answer list(Wire.Named app) {
    return Answer.json(
        200,
        hooks.values().stream()
            .filter(hook -> hook.app().id().equals(app.id()))
            .map(Hook::view)
            .toList());
  }

  private synchronized Answer remove(Call call) {
    Hook hook = hook(call);
    hooks.remove(hook.id());
    return Answer.json(200, hook.view());
  }

  private synchronized Hook hook(Call call) {
    return Optional.ofNullable(hooks.get(call.param("id")))
        .orElseThrow(() -> ApiError.notFound("Couldn't find that webhook."));
  }

  private static Wire.Named named(Platform platform, Call call) {
    Identity identity = platform.app(call.param("app")).identity();
    return new Wire.Named(identity.id(), identity.name());
  }

  /** For 72 hours. */
  private static List<Duration> waits() {
    return Stream.iterate(Duration.ofMinutes(1), Webhooks::longer).limit(77).toList();
  }

  private static Duration longer(Duration wait) {
    return wait.toMinutes() >= 32 ? Duration.ofHours(1) : wait.multipliedBy(2);
  }
}
