// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What pods tell of the workload that they belong to. Pure.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod
 *     lifecycle</a>
 */
final class Pods {
  private static final Set<String> CONTROLLERS = Set.of("ReplicaSet", "StatefulSet");
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /** Reasons of waiting that do not pass without somebody's doing. */
  private static final Set<String> HOPELESS =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "CreateContainerConfigError");

  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  private Pods() {}

  /**
   * A container that will not run.
   *
   * @param reason as the cluster says it
   * @param message more of it, perhaps empty
   * @param exitCode of its last run, {@code null} when it never ran
   */
  record Trouble(
      Pod pod, String container, String reason, String message, @Nullable Integer exitCode) {
    /** For people. */
    String inWords() {
      String pod = "pod %s, container %s: %s".formatted(name(), container, reason);
      return message.isEmpty() ? pod : pod + ": " + message;
    }

    String name() {
      return pod.getMetadata().getName();
    }
  }

  /**
   * Whether it counts as running: evicted and completed pods stay listed, and other objects' pods
   * may carry the same labels.
   */
  static boolean isAlive(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return (phase == null || !ENDED.contains(phase))
        && pod.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> CONTROLLERS.contains(owner.getKind()));
  }

  /** The first container that will not run, in the order of the pods. */
  static Optional<Trouble> trouble(List<Pod> pods) {
    return pods.stream().flatMap(Pods::troubles).findFirst();
  }

  /** The container whose output speaks for the pod. */
  static String mainContainer(Pod pod) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    return Optional.ofNullable(annotations.get(DEFAULT_CONTAINER))
        .orElseGet(() -> pod.getSpec().getContainers().getFirst().getName());
  }

  /** The selector as a query writes it. */
  static String selector(LabelSelector selector) {
    List<String> parts = new ArrayList<>();
    Map<String, String> equal = Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
    equal.forEach((name, value) -> parts.add(name + "=" + value));
    selector.getMatchExpressions().forEach(each -> parts.add(expression(each)));
    return String.join(",", parts);
  }

  private static String expression(LabelSelectorRequirement each) {
    return switch (each.getOperator()) {
      case "Exists" -> each.getKey();
      case "DoesNotExist" -> "!" + each.getKey();
      default ->
          "%s %s (%s)"
              .formatted(
                  each.getKey(),
                  each.getOperator().toLowerCase(Locale.ROOT),
                  String.join(",", each.getValues()));
    };
  }

  private static Stream<Trouble> troubles(Pod pod) {
    if (pod.getStatus() == null) {
      return Stream.empty();
    }
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .flatMap(status -> trouble(pod, status).stream());
  }

  private static Optional<Trouble> trouble(Pod pod, ContainerStatus status) {
    ContainerState state = status.getState();
    var waiting = state == null ? null : state.getWaiting();
    if (waiting == null || waiting.getReason() == null || !HOPELESS.contains(waiting.getReason())) {
      return Optional.empty();
    }
    ContainerState last = status.getLastState();
    Integer exitCode =
        last == null || last.getTerminated() == null ? null : last.getTerminated().getExitCode();
    String message = Objects.requireNonNullElse(waiting.getMessage(), "");
    return Optional.of(new Trouble(pod, status.getName(), waiting.getReason(), message, exitCode));
  }
}
