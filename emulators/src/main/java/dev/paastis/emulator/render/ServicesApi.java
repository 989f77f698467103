// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The paths below {@code /v1} that read services and order what they do. */
final class ServicesApi {
  private static final String SERVICE = "/v1/services/{id}";

  private static final Map<String, String> USER = Map.of("email", "ops@example.org", "name", "Ops");

  private final Platform platform;
  private final Gate gate;

  /** Of the user, by workspace. */
  private final Map<String, String> roles = new ConcurrentHashMap<>();

  /** By identifier of the service. */
  private final Map<String, Answer> refusedStarts = new ConcurrentHashMap<>();

  ServicesApi(Platform platform, Gate gate) {
    this.platform = platform;
    this.gate = gate;
  }

  void route(Endpoint endpoint) {
    endpoint
        .route("GET", "/v1/owners", gate.reading(this::owners))
        .route("GET", "/v1/owners/{owner}/members", gate.reading(this::members))
        .route("GET", "/v1/users", gate.reading(_ -> Answer.json(200, USER)))
        .route("GET", "/v1/services", gate.reading(this::list))
        .route("GET", "/v1/logs", gate.reading(this::logs))
        .route("GET", SERVICE, gate.reading(on((service, _) -> Answer.json(200, service.body()))))
        .route("GET", SERVICE + "/deploys", gate.reading(on(ServicesApi::deploys)))
        .route("GET", SERVICE + "/instances", gate.reading(on(ServicesApi::instances)))
        .route("DELETE", SERVICE, gate.writing(on(this::delete)))
        .route("POST", SERVICE + "/suspend", gate.ordering(on(this::suspend)))
        .route("POST", SERVICE + "/resume", gate.ordering(on(this::resume)));
    new SettingsApi(platform, gate).route(endpoint);
  }

  void role(String owner, String role) {
    roles.put(owner, role);
  }

  void refuseStart(String id, Answer answer) {
    refusedStarts.put(id, answer);
  }

  /** A handler of a call that names a service. */
  interface OnService {
    Answer answer(Service service, Call call);
  }

  Function<Call, Answer> on(OnService handler) {
    return on(platform, handler);
  }

  /** Runs the handler while nobody else changes the service; 404 when there is none. */
  static Function<Call, Answer> on(Platform platform, OnService handler) {
    return call ->
        platform
            .with(call.param("id"), service -> handler.answer(service, call))
            .orElseGet(() -> Gate.error(404, "service not found"));
  }

  private Answer owners(Call call) {
    List<String> owners = Platform.OWNERS;
    return Paging.of(call)
        .map(paging ->
            paging.page(
                owners,
                "owner",
                owners::indexOf,
                id -> Map.of("id", id, "name", "Agency " + id, "type", "team")))
        .orElseGet(Paging::refused);
  }

  private Answer members(Call call) {
    String owner = call.param("owner");
    return Platform.OWNERS.contains(owner)
        ? Answer.json(
            200,
            List.of(
                Map.of("userId", "usr-1", "email", "boss@example.org", "role", "ADMIN"),
                Map.of("userId", "usr-2", "email", "ops@example.org", "role", roleIn(owner))))
        : Gate.error(404, "owner not found");
  }

  private String roleIn(String owner) {
    return roles.getOrDefault(owner, "DEVELOPER");
  }

  private Answer list(Call call) {
    return Paging.of(call)
        .map(paging ->
            platform.withAll(all ->
                paging.page(
                    StreamSupport.stream(all.spliterator(), false)
                        .filter(service -> isAskedFor(service, call))
                        .toList(),
                    "service",
                    service -> service.origin().number(),
                    Service::body)))
        .orElseGet(Paging::refused);
  }

  private static boolean isAskedFor(Service service, Call call) {
    Service.Origin origin = service.origin();
    return oneOf(call.query("type"), origin.type())
        && oneOf(call.query("ownerId"), service.ownerId())
        && oneOf(call.query("region"), origin.region())
        && oneOf(call.query("name"), service.name())
        && oneOf(call.query("suspended"), service.isSuspended() ? "suspended" : "not_suspended")
        && (!origin.preview() || !call.query("includePreviews").equals(Optional.of("false")));
  }

  private static boolean oneOf(Optional<String> commaSeparated, String value) {
    return commaSeparated.isEmpty() || List.of(commaSeparated.get().split(",")).contains(value);
  }

  private static Answer deploys(Service service, Call call) {
    List<Deploy> deploys = service.deploys();
    return Paging.of(call)
        .map(paging -> paging.page(deploys, "deploy", deploys::indexOf, Deploy::body))
        .orElseGet(Paging::refused);
  }

  /** The one plain array of this API. */
  private static Answer instances(Service service, Call call) {
    int running = service.isSuspended() || !service.isBooted() ? 0 : service.running();
    String created = service.origin().createdAt().toString();
    return Answer.json(
        200,
        IntStream.range(0, running)
            .mapToObj(i -> Map.of("id", service.origin().id() + "-x" + i, "createdAt", created))
            .toList());
  }

  private Answer delete(Service service, Call call) {
    if (roleIn(service.ownerId()).equals("VIEWER")) {
      return Gate.error(403, "you do not have permission to do this");
    }
    platform.delete(service);
    return Answer.empty(204);
  }

  private Answer suspend(Service service, Call call) {
    if (roleIn(service.ownerId()).equals("VIEWER")) {
      return Gate.error(403, "you do not have permission to do this");
    }
    platform.suspend(service);
    return Answer.empty(202);
  }

  private Answer resume(Service service, Call call) {
    if (roleIn(service.ownerId()).equals("VIEWER")) {
      return Gate.error(403, "you do not have permission to do this");
    }
    Answer refused = refusedStarts.get(service.origin().id());
    if (refused != null) {
      return refused;
    }
    platform.resume(service);
    return Answer.empty(202);
  }

  /** The newest lines first, as {@code direction=backward} asks for and is the default. */
  private Answer logs(Call call) {
    Optional<String> resource = call.query("resource");
    Optional<Paging> paging = Paging.of(call);
    if (resource.isEmpty() || call.query("ownerId").isEmpty() || paging.isEmpty()) {
      return Gate.error(400, "ownerId and resource are required");
    }
    List<Service.Line> lines =
        platform.with(resource.get(), Service::lines).map(ArrayList::new).orElseGet(ArrayList::new);
    boolean forward = call.query("direction").equals(Optional.of("forward"));
    List<Map<String, Object>> newest =
        (forward ? lines : lines.reversed())
            .stream()
                .limit(paging.get().limit())
                .map(line -> logged(resource.get(), line))
                .toList();
    String now = platform.now().toString();
    return Answer.json(
        200,
        Map.of(
            "hasMore",
            newest.size() < lines.size(),
            "nextStartTime",
            now,
            "nextEndTime",
            now,
            "logs",
            newest));
  }

  private static Map<String, Object> logged(String resource, Service.Line line) {
    return Map.of(
        "id",
        Integer.toHexString(line.hashCode()),
        "message",
        line.text(),
        "timestamp",
        line.at().toString(),
        "labels",
        List.of(Map.of("name", "resource", "value", resource)));
  }
}
