// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An app: one container, or the containers of a compose project.
 *
 * @param ref the container's name, or {@code compose:} and the project's; ids do not outlive an
 *     update
 * @param members sorted by service and number, at least one
 */
record ContainerApp(String ref, List<Member> members) {
  private static final String PROJECT = "compose:";
  private static final String RESTART = "restart.";

  /** Sorts the members. */
  ContainerApp {
    members =
        members.stream()
            .sorted(
                Comparator.comparing(Member::service)
                    .thenComparingInt(member -> member.labels().number())
                    .thenComparing(Member::name))
            .toList();
  }

  /** No container can be called so, since names have no colon. */
  static String refOfProject(String project) {
    return PROJECT + project;
  }

  /** The project that a ref stands for; empty for a single container. */
  static Optional<String> projectOf(String ref) {
    return ref.startsWith(PROJECT)
        ? Optional.of(ref.substring(PROJECT.length()))
        : Optional.empty();
  }

  /** What it would like to be called. */
  String name() {
    return labelled()
        .flatMap(member -> member.labels().name().stream())
        .findFirst()
        .orElse(title());
  }

  /** What it is called when somebody else would like the same name. */
  String distinctName() {
    return ref.replace(':', '-');
  }

  List<String> hosts() {
    return labelled()
        .flatMap(member -> member.labels().hosts().stream())
        .distinct()
        .sorted()
        .toList();
  }

  Set<Trait> traits() {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (members.stream().anyMatch(member -> member.labels().production())) {
      traits.add(Trait.PRODUCTION);
    }
    if (members.stream().anyMatch(member -> member.labels().reviewApp())) {
      traits.add(Trait.REVIEW_APP);
    }
    return traits;
  }

  /** Those of the container that answers, then those of the others. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    labelled().forEach(member -> member.labels().shown().forEach(labels::putIfAbsent));
    return labels;
  }

  /**
   * The container that answers: one that says a port in its labels, else one that publishes a port,
   * else one that exposes one; of those, one that runs.
   */
  Optional<Member> web() {
    return members.stream()
        .filter(member -> Addresses.port(member).isPresent())
        .min(
            Comparator.comparingInt(ContainerApp::rank)
                .thenComparingInt(member -> member.isUp() ? 0 : 1));
  }

  /** What runs. */
  Formation running() {
    return formation(Member::isUp);
  }

  /** What a start would bring back: what is frozen, else everything. */
  Formation restorable() {
    boolean frozen = members.stream().anyMatch(member -> member.phase() == Member.Phase.PAUSED);
    return formation(member -> !frozen || member.phase() == Member.Phase.PAUSED || member.isUp());
  }

  /**
   * The containers that a formation means: of each service as many as it says, those that run
   * first. A formation that names no service of this app means all of it.
   */
  List<Member> meantBy(Formation formation) {
    Map<String, Integer> left = new HashMap<>();
    formation.processes().forEach(type -> left.merge(type.name(), type.quantity(), Integer::sum));
    if (members.stream().noneMatch(member -> left.getOrDefault(member.service(), 0) > 0)) {
      return members;
    }
    return members.stream()
        .sorted(Comparator.comparing(Member::phase))
        .filter(member -> left.merge(member.service(), -1, Integer::sum) >= 0)
        .toList();
  }

  private Formation formation(Predicate<Member> counted) {
    Map<String, Integer> services = new TreeMap<>();
    Map<String, String> policies = new TreeMap<>();
    members.stream()
        .filter(counted)
        .forEach(member -> {
          services.merge(member.service(), 1, Integer::sum);
          member
              .restartPolicy()
              .ifPresent(policy -> policies.put(RESTART + member.service(), policy));
        });
    return new Formation(
        services.entrySet().stream()
            .map(service -> new ProcessType(service.getKey(), service.getValue(), ""))
            .toList(),
        policies);
  }

  private Stream<Member> labelled() {
    return web().stream().flatMap(web -> Stream.concat(Stream.of(web), members.stream()));
  }

  private String title() {
    return projectOf(ref).orElse(ref);
  }

  private static int rank(Member member) {
    if (member.labels().port().isPresent()) {
      return 0;
    }
    return member.networkMode().equals("host") || Addresses.publishes(member) ? 1 : 2;
  }
}
