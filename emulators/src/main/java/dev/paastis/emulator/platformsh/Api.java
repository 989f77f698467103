// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.Call;
import dev.paastis.emulator.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of the API and what they answer. */
final class Api {
  /** Id of the agency's organization. */
  static final String ORGANIZATION = "org-agency";

  private static final String USER = "user-agency";
  private static final String ENVIRONMENT = "/projects/{project}/environments/{environment}";

  private final World world;
  private final Operations operations;
  private volatile Wire wire = new Wire(false);
  private volatile int accepted = 200;
  private volatile boolean brief;

  Api(World world, Operations operations) {
    this.world = world;
    this.operations = operations;
  }

  void linkToRegions() {
    wire = new Wire(true);
  }

  void acceptWith(int status) {
    accepted = status;
  }

  void acceptBriefly() {
    brief = true;
  }

  Endpoint on(Endpoint endpoint) {
    String base = endpoint.uri().toString();
    return endpoint
        .route("GET", "/users/me", _ -> Answer.json(200, me()))
        .route("GET", "/platform/me", locked(_ -> legacyMe()))
        .route("GET", "/users/{user}/extended-access", locked(call -> access(base, call)))
        .route("GET", "/ref/projects", locked(this::references))
        .route("GET", "/regions", locked(_ -> regions()))
        .route("GET", "/organizations/{organization}/projects", locked(c -> projects(base, c)))
        .route("GET", "/projects/{project}", ofProject(p -> Answer.json(200, wire.project(p))))
        .route("GET", "/projects/{project}/environments", ofProject(this::environments))
        .route("GET", "/projects/{project}/activities", locked(this::projectActivities))
        .route("GET", "/projects/{project}/activities/{activity}", locked(this::activity))
        .route("GET", ENVIRONMENT, of((_, e) -> Answer.json(200, wire.environment(e))))
        .route("GET", ENVIRONMENT + "/routes", of((_, e) -> routes(e)))
        .route("GET", ENVIRONMENT + "/deployments/current", of((_, e) -> deployment(e)))
        .route("GET", ENVIRONMENT + "/activities", of(this::activities))
        .route("GET", ENVIRONMENT + "/activities/{activity}", of((call, _) -> activity(call)))
        .route("POST", ENVIRONMENT + "/pause", of((_, e) -> pause(e)))
        .route("POST", ENVIRONMENT + "/resume", of((_, e) -> resume(e)))
        .route("POST", ENVIRONMENT + "/redeploy", of((_, e) -> redeploy(e)))
        .route("POST", ENVIRONMENT + "/deactivate", of((_, e) -> deactivate(e)))
        .route("DELETE", ENVIRONMENT, of((_, e) -> delete(e)))
        .otherwise(_ -> Wire.gatewayError(404, "Not Found", "No such resource."));
  }

  /** What a call gets about a project that was given away: only its own organization sees it. */
  Optional<Answer> keepOut(Call call) {
    String[] path = call.path().split("/", 4); // "", "projects", project, the rest
    if (path.length < 3 || !path[1].equals("projects")) {
      return Optional.empty();
    }
    synchronized (world) {
      return Optional.ofNullable(world.projects.get(path[2]))
          .filter(Api::isAway)
          .map(_ -> Wire.error(403, "Access denied."));
    }
  }

  private static boolean isAway(Project project) {
    return !project.organization.equals(ORGANIZATION);
  }

  private List<Project> ours() {
    return world.projects.values().stream().filter(project -> !isAway(project)).toList();
  }

  /** A handler of a call that names a project. */
  interface OnProject {
    Answer answer(Project project, Call call);
  }

  private interface OnEnvironment {
    Answer answer(Call call, Environment environment);
  }

  private Function<Call, Answer> locked(Function<Call, Answer> handler) {
    return call -> {
      synchronized (world) {
        return handler.apply(call);
      }
    };
  }

  private Function<Call, Answer> ofProject(Function<Project, Answer> handler) {
    return ofProject((project, _) -> handler.apply(project));
  }

  /** Runs the handler while nobody else changes the world; 404 when there is no such project. */
  Function<Call, Answer> ofProject(OnProject handler) {
    return locked(call ->
        Optional.ofNullable(world.projects.get(call.param("project")))
            .map(project -> handler.answer(project, call))
            .orElseGet(() -> Wire.error(404, "Project not found.")));
  }

  private Function<Call, Answer> of(OnEnvironment handler) {
    return locked(call ->
        world
            .find(call.param("project"), call.param("environment"))
            .map(environment -> handler.answer(call, environment))
            .orElseGet(() -> Wire.error(404, "Environment not found.")));
  }

  private static Map<String, @Nullable Object> me() {
    return Wire.object().with("id", USER).with("username", "ops").with("email", "ops@example.org");
  }

  private Answer legacyMe() {
    List<Map<String, @Nullable Object>> projects = ours().stream().map(wire::project).toList();
    return Answer.json(200, Wire.object().with("id", USER).with("projects", projects));
  }

  private Answer access(String base, Call call) {
    if (!call.param("user").equals(USER)) {
      return Wire.gatewayError(403, "Forbidden", "You may only see your own access.");
    }
    return Paging.page(
        base,
        call,
        ours(),
        project ->
            Wire.object()
                .with("user_id", USER)
                .with("resource_id", project.id)
                .with("resource_type", "project")
                .with("organization_id", ORGANIZATION)
                .with("permissions", List.of("admin")));
  }

  /** By id; {@code null} for what is not known. */
  private Answer references(Call call) {
    Map<String, @Nullable Object> references = Wire.object();
    for (String id : call.query("in").orElse("").split(",", -1)) {
      Project project = world.projects.get(id);
      references.put(id, project == null || isAway(project) ? null : wire.project(project));
    }
    return Answer.json(200, references);
  }

  private Answer regions() {
    List<Map<String, @Nullable Object>> regions = new ArrayList<>();
    ours().stream()
        .map(project -> project.region)
        .distinct()
        .sorted()
        .forEach(id ->
            regions.add(
                Wire.object()
                    .with("id", id)
                    .with("available", true)
                    .with("endpoint", "https://" + id + "/api")));
    return Answer.json(200, Wire.object().with("regions", regions));
  }

  private Answer projects(String base, Call call) {
    return call.param("organization").equals(ORGANIZATION)
        ? Paging.page(base, call, ours(), wire::project)
        : Wire.gatewayError(404, "Not Found", "Organization not found.");
  }

  private Answer environments(Project project) {
    return Answer.json(200, project.environments.values().stream().map(wire::environment).toList());
  }

  private Answer projectActivities(Call call) {
    Project project = world.projects.get(call.param("project"));
    return project == null
        ? Wire.error(404, "Project not found.")
        : list(call, List.copyOf(project.activities));
  }

  private Answer activities(Call call, Environment environment) {
    return list(
        call,
        environment.project.activities.stream().filter(a -> a.environment == environment).toList());
  }

  private Answer list(Call call, List<Activity> activities) {
    return Answer.json(
        200,
        activities.stream()
            .map(wire::activity)
            .filter(a -> call.query("type").map(type -> type.equals(a.get("type"))).orElse(true))
            .filter(a -> call.query("state").map(s -> s.equals(a.get("state"))).orElse(true))
            .toList());
  }

  private Answer activity(Call call) {
    return Optional.ofNullable(world.projects.get(call.param("project"))).stream()
        .flatMap(project -> project.activities.stream())
        .filter(activity -> activity.id.equals(call.param("activity")))
        .findFirst()
        .map(activity -> Answer.json(200, wire.activity(activity)))
        .orElseGet(() -> Wire.error(404, "Activity not found."));
  }

  /** Gone while paused: a client that needs the routes then has kept them. */
  private Answer routes(Environment environment) {
    return environment.status == Environment.Status.ACTIVE
        ? Answer.json(200, wire.routes(environment))
        : Wire.error(404, "The environment has no routes.");
  }

  private Answer deployment(Environment environment) {
    return environment.status == Environment.Status.ACTIVE
        ? Answer.json(200, wire.deployment(environment))
        : Wire.error(404, "The environment has no current deployment.");
  }

  private Answer pause(Environment environment) {
    return environment.mayBePaused()
        ? accepted(operations.pause(environment))
        : refused(environment, "paused");
  }

  private Answer resume(Environment environment) {
    if (environment.refusal != null) {
      return environment.refusal;
    }
    return environment.mayBeResumed()
        ? accepted(operations.resume(environment))
        : refused(environment, "resumed");
  }

  private Answer deactivate(Environment environment) {
    return environment.mayBeDeactivated()
        ? accepted(operations.deactivate(environment))
        : refused(environment, "deactivated");
  }

  private Answer delete(Environment environment) {
    if (!environment.mayBeDeleted()) {
      return refused(environment, "deleted");
    }
    world.remove(environment);
    return accepted(operations.deploy("environment.delete", environment));
  }

  private Answer redeploy(Environment environment) {
    return environment.status == Environment.Status.INACTIVE
        ? refused(environment, "redeployed")
        : accepted(operations.deploy("environment.redeploy", environment));
  }

  private Answer accepted(Activity activity) {
    Map<String, @Nullable Object> body = wire.accepted(activity);
    if (brief) {
      body.remove("_embedded");
    }
    return Answer.json(accepted, body);
  }

  private static Answer refused(Environment environment, String done) {
    if (environment.project.suspended) {
      return Wire.error(402, "The project is suspended: a payment is overdue.");
    }
    if (environment.busy()) {
      return Wire.error(409, "Another activity is in progress on this environment.");
    }
    return Wire.error(403, "The environment cannot be " + done + " now.");
  }
}
