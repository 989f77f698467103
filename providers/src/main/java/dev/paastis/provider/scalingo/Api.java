// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.rest.Metering;
import dev.paastis.rest.Outcomes;
import dev.paastis.rest.RestClient;
import dev.paastis.rest.RestReply;
import dev.paastis.rest.RestRequest;
import dev.paastis.schedule.Ticker;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls of Scalingo's platform API that Paastis needs. All of HTTP becomes an outcome in one
 * method, {@link #call}. Safe for use by many threads.
 */
final class Api implements AutoCloseable {
  private static final String APPS = "/v1/apps";

  /** Exchanges of the token are taken to count like every other call, which is not documented. */
  static final ApiLimit LIMIT =
      ApiLimit.window(
          "account", 60, Duration.ofMinutes(1), "https://developers.scalingo.com/#rate-limiting");

  private final Session session;
  private final RestClient api;

  /** The same bearer opens it; it knows the user. */
  private final RestClient auth;

  Api(ScalingoSettings settings, ApiBudget budget, Ticker ticker) {
    Metering metering = Metering.of(budget, LIMIT, null);
    this.session = new Session(settings.auth(), settings.token(), metering, ticker);
    this.api = new RestClient(settings.api(), metering);
    this.auth = new RestClient(settings.auth(), metering);
  }

  /**
   * Whose token it is.
   *
   * @see <a href="https://developers.scalingo.com/users">Users</a>
   */
  CallOutcome<User> user(Call call) {
    return Outcomes.of(
        reply(auth, RestRequest.of("GET", "/v1/users/self"), null, call),
        answer -> answer.json().flatMap(json -> User.of(json.path("user"))),
        Errors::message);
  }

  /**
   * The collaborators of an app.
   *
   * @see <a href="https://developers.scalingo.com/collaborators">Collaborators</a>
   */
  CallOutcome<List<Collaborator>> collaborators(String ref, Call call) {
    return call(
        RestRequest.of("GET", path(ref) + "/collaborators"),
        list("collaborators", json -> Optional.of(Collaborator.of(json))),
        call);
  }

  /**
   * All apps of the region in one answer: this list has no pages.
   *
   * @see <a href="https://developers.scalingo.com/apps#list-your-apps">List your apps</a>
   */
  CallOutcome<List<Hosted>> apps(Call call) {
    return call(RestRequest.of("GET", APPS), list("apps", Hosted::of), call);
  }

  /**
   * One app.
   *
   * @see <a href="https://developers.scalingo.com/apps#get-a-precise-app">Get a precise app</a>
   */
  CallOutcome<Hosted> app(String ref, Call call) {
    return call(
        RestRequest.of("GET", path(ref)),
        answer -> answer.json().flatMap(json -> Hosted.of(json.path("app"))),
        call);
  }

  /**
   * Deletes an app with its add-ons. The name is repeated, which the platform wants as a proof that
   * this one is meant.
   *
   * @see <a href="https://developers.scalingo.com/apps#delete-an-application">Delete an app</a>
   */
  CallOutcome<Hosted> delete(Hosted app, Call call) {
    return call(
        RestRequest.of("DELETE", path(app.id()) + "?current_name=" + encoded(app.name())),
        _ -> Optional.of(app),
        call);
  }

  /**
   * The formation, types of zero containers included.
   *
   * @see <a href="https://developers.scalingo.com/apps#get-containers-list">Containers</a>
   */
  CallOutcome<List<ProcessType>> containers(String ref, Call call) {
    return call(
        RestRequest.of("GET", path(ref) + "/containers"),
        list("containers", Api::processType),
        call);
  }

  /**
   * The enabled autoscalers: their identifiers by process type.
   *
   * @see <a href="https://developers.scalingo.com/autoscalers">Autoscalers</a>
   */
  CallOutcome<Map<String, String>> enabledAutoscalers(String ref, Call call) {
    return call(
            RestRequest.of("GET", path(ref) + "/autoscalers"),
            list("autoscalers", Api::enabledAutoscaler),
            call)
        .map(Api::asMap);
  }

  /**
   * Has the platform look after a type's amount again.
   *
   * @see <a href="https://developers.scalingo.com/autoscalers">Autoscalers</a>
   */
  CallOutcome<String> enableAutoscaler(String ref, String id, Call call) {
    RestRequest request =
        RestRequest.json(
            "PATCH",
            path(ref) + "/autoscalers/" + encoded(id),
            Map.of("autoscaler", Map.of("disabled", false)));
    return call(request, _ -> Optional.of(id), call);
  }

  /**
   * Orders amounts and sizes; types that are not named stay as they are.
   *
   * @return the operation's identifier, empty when the platform names none
   * @see <a href="https://developers.scalingo.com/apps#scale-an-application">Scale an app</a>
   */
  CallOutcome<String> scale(String ref, List<ProcessType> orders, Call call) {
    RestRequest request =
        RestRequest.json(
            "POST",
            path(ref) + "/scale",
            Map.of("containers", orders.stream().map(Api::order).toList()));
    return call(request, answer -> Optional.of(operationOf(answer)), call);
  }

  /**
   * How an operation is getting on.
   *
   * @see <a href="https://developers.scalingo.com/operations">Operations</a>
   */
  CallOutcome<Progress> operation(String ref, String id, Call call) {
    return call(
        RestRequest.of("GET", path(ref) + "/operations/" + encoded(id)),
        answer -> answer.json().map(json -> Progress.of(json.path("operation"))),
        call);
  }

  @Override
  public void close() {
    session.close();
    api.close();
    auth.close();
  }

  /**
   * A user.
   *
   * @param name short and unique
   * @param email empty when not told
   */
  record User(String id, String name, String email) {
    static Optional<User> of(JsonNode json) {
      var user =
          new User(
              Hosted.text(json, "id"), Hosted.text(json, "username"), Hosted.text(json, "email"));
      return user.name.isBlank() ? Optional.empty() : Optional.of(user);
    }
  }

  /**
   * A user who shares in an app of somebody else.
   *
   * @param limited whether with the role that may not scale
   */
  record Collaborator(String name, String email, boolean limited) {
    static Collaborator of(JsonNode json) {
      return new Collaborator(
          Hosted.text(json, "username"),
          Hosted.text(json, "email"),
          json.path("is_limited").asBoolean(false));
    }

    boolean is(User user) {
      return name.equals(user.name()) || (!email.isEmpty() && email.equals(user.email()));
    }
  }

  /** Sends a request with a bearer; with a new one, once, when that one is not accepted. */
  private <T> CallOutcome<T> call(
      RestRequest request, Function<RestReply.Answered, Optional<T>> read, Call call) {
    return Outcomes.of(reply(api, request, null, call), read, Errors::message);
  }

  private RestReply reply(
      RestClient server, RestRequest request, Session.@Nullable Bearer refused, Call call) {
    return switch (session.bearer(refused, call)) {
      case Session.Grant.Denied(RestReply reply) -> reply;
      case Session.Grant.Granted(Session.Bearer bearer) -> {
        RestReply reply = server.send(authorized(request, bearer), call);
        boolean unauthorized = reply instanceof RestReply.Answered answer && answer.status() == 401;
        yield unauthorized && refused == null ? reply(server, request, bearer, call) : reply;
      }
    };
  }

  private static RestRequest authorized(RestRequest request, Session.Bearer bearer) {
    return request
        .with("Accept", "application/json")
        .with("User-Agent", "Paastis")
        .with("Authorization", "Bearer " + bearer.secret().reveal());
  }

  private static <T> Function<RestReply.Answered, Optional<List<T>>> list(
      String key, Function<JsonNode, Optional<T>> read) {
    return answer ->
        answer
            .json()
            .map(json -> json.path(key))
            .filter(JsonNode::isArray)
            .map(items -> {
              List<T> values = new ArrayList<>(items.size());
              items.forEach(item -> read.apply(item).ifPresent(values::add));
              return values;
            });
  }

  private static Optional<ProcessType> processType(JsonNode container) {
    String name = Hosted.text(container, "name");
    int amount = Math.max(0, container.path("amount").asInt(0));
    return name.isBlank()
        ? Optional.empty()
        : Optional.of(new ProcessType(name, amount, Hosted.text(container, "size")));
  }

  private static Optional<Map.Entry<String, String>> enabledAutoscaler(JsonNode scaler) {
    String type = Hosted.text(scaler, "container_type");
    String id = Hosted.text(scaler, "id");
    boolean disabled = scaler.path("disabled").asBoolean(false);
    return disabled || type.isBlank() || id.isBlank()
        ? Optional.empty()
        : Optional.of(Map.entry(type, id));
  }

  private static Map<String, String> asMap(List<Map.Entry<String, String>> entries) {
    Map<String, String> map = new LinkedHashMap<>();
    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private static Map<String, Object> order(Formation.ProcessType type) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("name", type.name());
    order.put("amount", type.quantity());
    if (!type.size().isEmpty()) {
      order.put("size", type.size());
    }
    return order;
  }

  /** Only the identifier is taken from the address: the bearer goes to no other place. */
  private static String operationOf(RestReply.Answered answer) {
    String location = answer.header("Location").orElse("");
    try {
      String path = Optional.ofNullable(URI.create(location).getPath()).orElse("");
      return path.substring(path.lastIndexOf('/') + 1);
    } catch (IllegalArgumentException e) {
      return ""; // the app's own status tells then
    }
  }

  private static String path(String ref) {
    return APPS + "/" + encoded(ref);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8);
  }
}
