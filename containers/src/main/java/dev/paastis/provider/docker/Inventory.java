// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.model.Container;
import dev.paastis.provider.Call;
import dev.paastis.provider.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds apps among the containers of an engine.
 *
 * @param engine asked
 * @param settings of the account
 */
record Inventory(Engine engine, DockerSettings settings) {
  /** All apps. */
  List<ContainerApp> all(Call call) throws Trouble {
    List<Container> listed = engine.list(call);
    Set<String> projects =
        listed.stream()
            .map(Inventory::labels)
            .filter(labels -> labels.match(settings.label()))
            .flatMap(labels -> labels.project().stream())
            .collect(Collectors.toSet());
    Map<String, List<String>> idsByRef = new LinkedHashMap<>();
    for (Container container : listed) {
      ref(container, projects)
          .ifPresent(
              ref -> idsByRef.computeIfAbsent(ref, _ -> new ArrayList<>()).add(container.getId()));
    }
    List<ContainerApp> apps = new ArrayList<>();
    for (Map.Entry<String, List<String>> found : idsByRef.entrySet()) {
      app(found.getKey(), found.getValue(), call).ifPresent(apps::add);
    }
    return apps;
  }

  /** One app; empty when there is none of that ref. */
  Optional<ContainerApp> one(String ref, Call call) throws Trouble {
    Optional<String> project = ContainerApp.projectOf(ref);
    return project.isPresent() ? project(ref, project.get(), call) : single(ref, call);
  }

  private Optional<ContainerApp> project(String ref, String project, Call call) throws Trouble {
    List<Container> listed = engine.listProject(project, call);
    if (listed.stream().noneMatch(container -> labels(container).match(settings.label()))) {
      return Optional.empty();
    }
    List<String> ids =
        listed.stream()
            .filter(container -> ref(container, Set.of(project)).isPresent())
            .map(Container::getId)
            .toList();
    return app(ref, ids, call);
  }

  /** An engine also finds containers by the beginning of their id, which is not meant here. */
  private Optional<ContainerApp> single(String ref, Call call) throws Trouble {
    return inspect(ref, call)
        .filter(member -> member.name().equals(ref))
        .filter(member -> member.labels().match(settings.label()))
        .filter(member -> member.labels().project().isEmpty())
        .map(member -> new ContainerApp(ref, List.of(member)));
  }

  private Optional<ContainerApp> app(String ref, List<String> ids, Call call) throws Trouble {
    List<Member> members = new ArrayList<>();
    for (String id : ids) {
      inspect(id, call).ifPresent(members::add);
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(new ContainerApp(ref, members));
  }

  /** Empty when it has been removed, perhaps since it was listed. */
  private Optional<Member> inspect(String idOrName, Call call) throws Trouble {
    try {
      return Optional.of(new Member(engine.inspect(idOrName, call)));
    } catch (Trouble trouble) {
      if (trouble.is(Refusal.Kind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw trouble;
    }
  }

  /** The app that a container belongs to, if it belongs to one. */
  private Optional<String> ref(Container container, Set<String> projects) {
    Labels labels = labels(container);
    if (labels.oneOff() || labels.decline(settings.label())) {
      return Optional.empty();
    }
    Optional<String> project = labels.project();
    if (project.isPresent()) {
      return project.filter(projects::contains).map(ContainerApp::refOfProject);
    }
    return labels.match(settings.label()) ? name(container) : Optional.empty();
  }

  /** A container that others link to has further names, with a slash in them. */
  private static Optional<String> name(Container container) {
    String[] names = container.getNames();
    return names == null
        ? Optional.empty()
        : Arrays.stream(names)
            .map(name -> name.startsWith("/") ? name.substring(1) : name)
            .filter(name -> name.indexOf('/') < 0)
            .findFirst();
  }

  private static Labels labels(Container container) {
    Map<String, String> texts = container.getLabels();
    return new Labels(texts == null ? Map.of() : texts);
  }
}
