// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Steps.notFound;
import static dev.paastis.provider.platformsh.Steps.then;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * Finds the environments that can sleep: one list of projects and one list of environments for
 * each. What the platform does not let this user pause is left out.
 */
final class Discovery {
  private static final System.Logger LOG = System.getLogger(Discovery.class.getName());

  /** Lists at once: the vendor tells no limit, and a list may take a second. */
  private static final int AT_ONCE = 4;

  private static final int LONGEST_NAME = 63;

  private final PlatformshApi api;
  private final Projects projects;
  private final Faces faces;

  Discovery(PlatformshApi api, PlatformshSettings settings, Faces faces) {
    this.api = api;
    this.projects = new Projects(api, settings);
    this.faces = faces;
  }

  CallOutcome<List<DiscoveredApp>> run(Call call) {
    return survey(call).map(this::apps);
  }

  /** Every project with all its deployed environments. */
  CallOutcome<Map<Project, List<Environment>>> survey(Call call) {
    return then(projects.list(call), found -> environmentsOf(found, call));
  }

  private List<DiscoveredApp> apps(Map<Project, List<Environment>> all) {
    List<DiscoveredApp> apps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    all.forEach((project, environments) ->
        environments.stream()
            .filter(this::canSleep)
            .forEach(environment -> app(project, environment, names).ifPresent(apps::add)));
    return apps;
  }

  private CallOutcome<Map<Project, List<Environment>>> environmentsOf(
      List<Project> all, Call call) {
    List<Callable<CallOutcome<List<Environment>>>> lists = new ArrayList<>();
    all.forEach(project -> lists.add(() -> environments(project, call)));
    Map<Project, List<Environment>> found = new LinkedHashMap<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<CallOutcome<List<Environment>>>> answers = threads.invokeAll(lists);
      for (int i = 0; i < all.size(); i++) {
        CallOutcome<List<Environment>> answer = result(answers.get(i));
        if (!(answer instanceof CallOutcome.Done<List<Environment>>(var environments))) {
          return answer.map(_ -> Map.of());
        }
        found.put(all.get(i), environments);
      }
      return CallOutcome.done(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown("interrupted while listing environments");
    }
  }

  private static <T> T result(Future<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a list of environments broke", e.getCause());
    }
  }

  /**
   * The deployed environments of a project; none when it was deleted meanwhile.
   *
   * @see <a href="https://github.com/upsun/upsun-sdk-node/tree/main/schema">the API's description,
   *     list environments</a>
   */
  private CallOutcome<List<Environment>> environments(Project project, Call call) {
    CallOutcome<JsonNode> list =
        api.list("/projects/" + Ref.encode(project.id()) + "/environments", call);
    return notFound(list)
        ? CallOutcome.done(List.of())
        : list.map(json ->
            json.valueStream()
                .map(one -> Environment.of(new Ref(project.id(), Json.text(one, "id")), one))
                .map(api.lastRest()::note)
                .filter(one -> !one.ref().environment().isEmpty())
                .filter(one -> one.phase() != Environment.Phase.ABSENT)
                .toList());
  }

  /** While something is done to an environment no link is there: what was known before counts. */
  private boolean canSleep(Environment environment) {
    return switch (environment.phase()) {
      case ABSENT -> false;
      case ASLEEP -> true;
      case BUSY -> !api.lastRest().wasUnpausable(environment.ref());
      case AWAKE -> environment.mayBePaused();
    };
  }

  private Optional<DiscoveredApp> app(Project project, Environment environment, Set<String> taken) {
    Optional<AppStatus> status = status(project, environment);
    if (status.isEmpty()) {
      LOG.log(System.Logger.Level.WARNING, "{0} has no host name", environment.ref());
    }
    boolean own = !environment.domain().isEmpty();
    List<String> hosts =
        own && !environment.domain().equals(environment.edgeHost())
            ? List.of(environment.domain())
            : List.of();
    return status.map(now ->
        new DiscoveredApp(
            environment.ref().toString(),
            name(project, environment, taken),
            hosts,
            now,
            environment.type().traits(),
            labels(project, environment)));
  }

  private static Map<String, String> labels(Project project, Environment environment) {
    Map<String, String> labels = new HashMap<>();
    labels.put("project", project.id());
    labels.put("environment", environment.ref().environment());
    return labels;
  }

  private Optional<AppStatus> status(Project project, Environment environment) {
    boolean asleep =
        switch (environment.phase()) {
          case ASLEEP -> true;
          case BUSY -> api.lastRest().wasAsleep(environment.ref());
          case AWAKE, ABSENT -> false;
        };
    if (asleep) {
      return Optional.of(new AppStatus.Stopped(faces.formation(environment.ref())));
    }
    return faces
        .known(environment.ref())
        .or(() -> host(project, environment).map(faces::at))
        .map(face -> new AppStatus.Running(face.upstream(), face.formation()));
  }

  /** The list has no routes; the default route answers at the platform's own host name. */
  private static Optional<String> host(Project project, Environment environment) {
    if (!environment.edgeHost().isEmpty()) {
      return Optional.of(environment.edgeHost());
    }
    String region = project.region().replaceFirst("\\..*", "");
    return environment.machineName().isEmpty() || region.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s-%s.%s.platformsh.site".formatted(environment.machineName(), project.id(), region));
  }

  /** Title and branch; where two are alike, the platform's own name for the second. */
  private static String name(Project project, Environment environment, Set<String> taken) {
    String title = project.title().isEmpty() ? project.id() : project.title();
    String name = label(title + "-" + environment.ref().environment());
    return taken.add(name) ? name : label(project.id() + "-" + environment.machineName());
  }

  /** A name that can stand in a host name. */
  private static String label(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
    return cut.replaceAll("^-+|-+$", "");
  }
}
