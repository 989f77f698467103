// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Deliveries;
import dev.paastis.emulator.Endpoint;
import dev.paastis.emulator.HmacSha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Integrations of the type {@code webhook}: activities are posted as they are, once, since no
 * repetitions are documented. With a shared key the post carries a JWS with detached, unencoded
 * payload. Its callers hold the {@link World}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7797">RFC 7797</a>
 */
final class Integrations {
  private static final String ALL = "/projects/{project}/integrations";
  private static final String JWS_HEADER = "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}";

  private final Deliveries deliveries;
  private final Wire wire = new Wire(false);
  private final Map<String, Integration> integrations = new LinkedHashMap<>();
  private long made;

  Integrations(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  private record Integration(
      String id,
      String project,
      URI url,
      @Nullable String sharedKey,
      List<String> events,
      List<String> environments,
      List<String> states) {
    Map<String, @Nullable Object> view() {
      return Wire.object()
          .with("id", id)
          .with("type", "webhook")
          .with("url", url.toString())
          .with("shared_key", sharedKey)
          .with("events", events)
          .with("environments", environments)
          .with("states", states);
    }

    boolean wants(Activity activity) {
      return project.equals(activity.environment.project.id)
          && any(events, activity.type)
          && any(environments, activity.environment.id)
          && states.contains(activity.state.name().toLowerCase(Locale.ROOT));
    }

    private static boolean any(List<String> wanted, String value) {
      return wanted.contains("*") || wanted.contains(value);
    }
  }

  /** Adds the routes to an API. */
  void route(Endpoint endpoint, Api api) {
    endpoint
        .route("GET", ALL, api.ofProject((project, _) -> list(project)))
        .route("POST", ALL, api.ofProject(this::add))
        .route("GET", ALL + "/{id}", api.ofProject((_, call) -> one(call)))
        .route("DELETE", ALL + "/{id}", api.ofProject((_, call) -> remove(call)));
  }

  /** Posts an activity to whoever wants to know of its present state. */
  void tell(Activity activity) {
    String body = JsonMapper.shared().writeValueAsString(wire.activity(activity));
    integrations.values().stream()
        .filter(integration -> integration.wants(activity))
        .forEach(integration -> post(integration, body));
  }

  private void post(Integration integration, String body) {
    deliveries.send(
        new Deliveries.Delivery(
            integration.url(), () -> signature(integration, body), body, List.of(), _ -> {}));
  }

  private static Map<String, String> signature(Integration integration, String body) {
    String key = integration.sharedKey();
    if (key == null) {
      return Map.of();
    }
    String header = encode(JWS_HEADER.getBytes(StandardCharsets.UTF_8));
    byte[] mac = HmacSha256.of(key.getBytes(StandardCharsets.UTF_8), header + "." + body);
    return Map.of("X-JWS-Signature", header + ".." + encode(mac));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Answer list(Project project) {
    return Answer.json(
        200,
        integrations.values().stream()
            .filter(integration -> integration.project().equals(project.id))
            .map(Integration::view)
            .toList());
  }

  private Answer add(Project project, Call call) {
    JsonNode body = call.json().orElse(null);
    if (body == null || !body.path("type").asString("").equals("webhook")) {
      return Wire.error(400, "Only integrations of the type webhook are emulated.");
    }
    String url = body.path("url").asString("");
    if (!url.matches("https?://[^\\s/]+(/\\S*)?")) {
      return Wire.error(400, "The url is not valid.");
    }
    JsonNode key = body.path("shared_key");
    Integration integration =
        new Integration(
            "int" + ++made,
            project.id,
            URI.create(url),
            key.isString() ? key.stringValue() : null,
            texts(body.path("events"), "*"),
            texts(body.path("environments"), "*"),
            texts(body.path("states"), "complete"));
    integrations.put(integration.id(), integration);
    return Answer.json(
        201,
        Wire.object()
            .with("status", "Created")
            .with("code", 201)
            .with("_embedded", Wire.object().with("entity", integration.view())));
  }

  private static List<String> texts(JsonNode array, String otherwise) {
    List<String> texts = array.valueStream().map(JsonNode::asString).toList();
    return texts.isEmpty() ? List.of(otherwise) : texts;
  }

  private Answer one(Call call) {
    return Optional.ofNullable(integrations.get(call.param("id")))
        .map(integration -> Answer.json(200, integration.view()))
        .orElseGet(() -> Wire.error(404, "Integration not found."));
  }

  private Answer remove(Call call) {
    return integrations.remove(call.param("id")) == null
        ? Wire.error(404, "Integration not found.")
        : Answer.json(200, Wire.object().with("status", "OK").with("code", 200));
  }
}
