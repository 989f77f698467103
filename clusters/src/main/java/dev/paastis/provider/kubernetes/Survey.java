// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts apps together from lists: five lists for any number of apps. */
final class Survey {
  private static final Comparator<Ref> BY_TEXT = Comparator.comparing(Ref::toString);

  private final Inventory inventory;

  Survey(Inventory inventory) {
    this.inventory = inventory;
  }

  /**
   * What the workloads of one app make.
   *
   * @param ref which app
   * @param app the app, {@code null} when it cannot be reached
   * @param problem why not, and what to do; empty when it can
   */
  record Finding(Ref ref, @Nullable ClusterApp app, String problem) {}

  /** All apps of a namespace or, by "", of all. */
  CallOutcome<List<Finding>> findings(String namespace, Call call) {
    return then(
        inventory.workloads(namespace, call),
        workloads ->
            workloads.isEmpty()
                ? CallOutcome.done(List.of())
                : surroundings(namespace, call).map(around -> assemble(workloads, around)));
  }

  /** One app, refused when there is none or it cannot be reached. */
  CallOutcome<ClusterApp> find(String text, Call call) {
    Optional<Ref> ref = Ref.parse(text);
    if (ref.isEmpty()) {
      return missing(text);
    }
    return then(
        findings(ref.get().namespace(), call),
        findings ->
            findings.stream()
                .filter(each -> each.ref().equals(ref.get()))
                .findFirst()
                .map(Survey::reachable)
                .orElseGet(() -> missing(text)));
  }

  private static CallOutcome<ClusterApp> reachable(Finding finding) {
    return finding.app() == null
        ? CallOutcome.refused(Refusal.Kind.INVALID, finding.problem())
        : CallOutcome.done(finding.app());
  }

  private static <T> CallOutcome<T> missing(String text) {
    return CallOutcome.refused(
        Refusal.Kind.NOT_FOUND, "no workload with the label belongs to app '" + text + "'");
  }

  private CallOutcome<Around> surroundings(String namespace, Call call) {
    return then(
        inventory.services(namespace, call),
        services ->
            then(
                inventory.autoscalers(namespace, call),
                autoscalers ->
                    inventory
                        .scaledObjects(namespace, call)
                        .map(scaled -> new Around(services, autoscalers, scaled))));
  }

  private static List<Finding> assemble(List<Workload> workloads, Around around) {
    Map<Ref, List<Workload>> byApp =
        workloads.stream()
            .collect(
                Collectors.groupingBy(Ref::of, () -> new TreeMap<>(BY_TEXT), Collectors.toList()));
    Indexed indexed = around.indexed();
    List<Finding> found = new ArrayList<>();
    byApp.forEach((ref, members) -> found.add(finding(ref, members, indexed)));
    return found;
  }

  private static Finding finding(Ref ref, List<Workload> members, Indexed around) {
    try {
      Optional<Front> front =
          Front.of(ref.name(), members, around.services().getOrDefault(ref.namespace(), List.of()));
      return front
          .map(found -> new Finding(ref, app(ref, members, found, around), ""))
          .orElseGet(() -> new Finding(ref, null, unreachable(ref)));
    } catch (IllegalArgumentException e) {
      return new Finding(
          ref,
          null,
          "annotation %s of app '%s': %s".formatted(Annotations.UPSTREAM, ref, e.getMessage()));
    }
  }

  private static String unreachable(Ref ref) {
    return "no Service selects the pods of app '%s'; make one, or say its address by annotation %s"
        .formatted(ref, Annotations.UPSTREAM);
  }

  private static ClusterApp app(Ref ref, List<Workload> members, Front front, Indexed around) {
    return new ClusterApp(
        ref,
        members,
        front,
        around.autoscalers().getOrDefault(ref.namespace(), List.of()).stream()
            .filter(each -> members.stream().anyMatch(each::scales))
            .toList(),
        around.scaledObjects().getOrDefault(ref.namespace(), List.of()).stream()
            .filter(each -> members.stream().anyMatch(each::scales))
            .toList());
  }

  private record Around(
      List<Service> services, List<Autoscaler> autoscalers, List<ScaledObject> scaledObjects) {
    Indexed indexed() {
      return new Indexed(
          services.stream()
              .collect(
                  Collectors.groupingBy(
                      each -> Objects.requireNonNullElse(each.getMetadata().getNamespace(), ""))),
          autoscalers.stream().collect(Collectors.groupingBy(Autoscaler::namespace)),
          scaledObjects.stream().collect(Collectors.groupingBy(ScaledObject::namespace)));
    }
  }

  /** By namespace, so that a thousand namespaces do not look through each other's objects. */
  private record Indexed(
      Map<String, List<Service>> services,
      Map<String, List<Autoscaler>> autoscalers,
      Map<String, List<ScaledObject>> scaledObjects) {}
}
