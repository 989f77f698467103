// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.DiscoveredApp.Trait;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Workloads that form one app, with what is in front of them and what scales them.
 *
 * @param ref namespace and name
 * @param workloads in their order at a wake, one at least
 * @param front where it answers
 * @param autoscalers of its workloads
 * @param scaledObjects of its workloads
 */
record ClusterApp(
    Ref ref,
    List<Workload> workloads,
    Front front,
    List<Autoscaler> autoscalers,
    List<ScaledObject> scaledObjects) {
  /** Sorts the workloads. */
  ClusterApp {
    workloads =
        workloads.stream()
            .sorted(Comparator.comparingInt(Workload::order).thenComparing(Workload::process))
            .toList();
    autoscalers = List.copyOf(autoscalers);
    scaledObjects = List.copyOf(scaledObjects);
  }

  Upstream upstream() {
    return front.upstream();
  }

  /** The same app after changes to its workloads. */
  ClusterApp with(List<Workload> changed) {
    return new ClusterApp(ref, changed, front, autoscalers, scaledObjects);
  }

  /** Those whose pods answer requests. */
  List<Workload> serving() {
    return workloads.stream().filter(front::isServedBy).toList();
  }

  /** Whether it is meant to answer. */
  boolean isOn() {
    return serving().stream().anyMatch(each -> !each.isOff());
  }

  /** What runs, whatever a wake would bring back besides. */
  Formation running() {
    return new Formation(
        workloads.stream().map(each -> processType(each, each.scale().wanted())).toList(),
        extras());
  }

  /**
   * What runs, or would run again. Of an autoscaled workload only the bounds count: how many there
   * are in between is the autoscaler's business, and no news.
   */
  Formation formation() {
    boolean forgotten = workloads.stream().allMatch(each -> each.isOff() && isForgotten(each));
    List<ProcessType> processes =
        workloads.stream().map(each -> processType(each, restored(each, forgotten))).toList();
    return new Formation(processes, extras());
  }

  Optional<Autoscaler> autoscaler(Workload workload) {
    return autoscalers.stream().filter(each -> each.scales(workload)).findFirst();
  }

  /** As far as the workloads' own counts tell. */
  AppStatus statusByCounts() {
    if (!isOn()) {
      return new AppStatus.Stopped(formation());
    }
    return isReadyByCounts()
        ? new AppStatus.Running(upstream(), running())
        : new AppStatus.Starting(upstream(), running());
  }

  boolean isReadyByCounts() {
    return serving().stream().anyMatch(Workload::isReady);
  }

  List<String> hosts() {
    return said(Annotations.HOSTS)
        .flatMap(text -> Stream.of(text.split("[,\\s]+")))
        .filter(host -> !host.isEmpty())
        .map(host -> host.toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }

  Optional<String> readinessPath() {
    return said(Annotations.READINESS_PATH).findFirst();
  }

  Set<Trait> traits() {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (isTrue(Annotations.PRODUCTION)) {
      traits.add(Trait.PRODUCTION);
    }
    if (isTrue(Annotations.REVIEW_APP)) {
      traits.add(Trait.REVIEW_APP);
    }
    return traits;
  }

  /** Those of its workloads, of which the first counts where they differ. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    workloads.forEach(each -> each.labels().forEach(labels::putIfAbsent));
    return labels;
  }

  private static int restored(Workload workload, boolean forgotten) {
    int otherwise = forgotten ? 1 : 0;
    return workload.isOff() ? workload.remembered().orElse(otherwise) : workload.scale().wanted();
  }

  private ProcessType processType(Workload workload, int quantity) {
    Optional<Autoscaler> autoscaler = autoscaler(workload);
    boolean autoscaled = autoscaler.isPresent() && quantity > 0;
    return autoscaled
        ? new ProcessType(
            workload.process(), autoscaler.get().within(0), autoscaler.get().inWords())
        : new ProcessType(workload.process(), quantity, "");
  }

  private static boolean isForgotten(Workload workload) {
    return workload.remembered().isEmpty();
  }

  private Map<String, String> extras() {
    return scaledObjects.stream()
        .collect(Collectors.toMap(ScaledObject::extra, ScaledObject::pausedWhenAwake));
  }

  private Stream<String> said(String annotation) {
    Function<Workload, Stream<String>> text =
        each -> Annotations.text(each.annotations(), annotation).stream();
    return workloads.stream().flatMap(text);
  }

  private boolean isTrue(String annotation) {
    return workloads.stream().anyMatch(each -> Annotations.isTrue(each.annotations(), annotation));
  }
}
