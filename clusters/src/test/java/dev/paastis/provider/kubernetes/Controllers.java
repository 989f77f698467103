// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the cluster's own controllers do: as many pods as replicas, ready after some rounds, their
 * endpoints, and the counts in the workloads' status. Each round is one step.
 */
final class Controllers {
  private final KubernetesClient client;
  private final Map<String, Integer> ages = new HashMap<>();
  private final Set<String> crashing = new HashSet<>();
  private final Set<String> hanging = new HashSet<>();
  private int readyAfter = 1;
  private int goneAfter = 1;
  private boolean stuck;

  Controllers(KubernetesClient client) {
    this.client = client;
  }

  /** Rounds until a new pod is ready, and until one that is stopped is gone. */
  void take(int untilReady, int untilGone) {
    readyAfter = untilReady;
    goneAfter = untilGone;
  }

  /** Pods of that workload will not come up. */
  synchronized void crash(String workload) {
    crashing.add(workload);
  }

  /** New pods of that workload never become ready. */
  synchronized void hang(String workload) {
    hanging.add(workload);
  }

  /** New pods of that workload come up again. */
  synchronized void mend(String workload) {
    crashing.remove(workload);
    hanging.remove(workload);
  }

  /** From now on nothing is done. */
  void stop() {
    stuck = true;
  }

  /** One round over everything. */
  synchronized void round() {
    if (stuck) {
      return;
    }
    client.apps().deployments().inAnyNamespace().list().getItems().forEach(this::tend);
    client.apps().statefulSets().inAnyNamespace().list().getItems().forEach(this::tend);
    client.services().inAnyNamespace().list().getItems().forEach(this::tend);
  }

  /** Until nothing changes any more. */
  void settle() {
    IntStream.range(0, Math.max(readyAfter, goneAfter) + 2).forEach(_ -> round());
  }

  private void tend(Deployment deployment) {
    int ready =
        tend(
            deployment,
            "ReplicaSet",
            deployment.getSpec().getReplicas(),
            deployment.getSpec().getTemplate().getMetadata().getLabels());
    Integer told =
        deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
    if (told == null || told != ready) {
      var _ =
          client
              .resource(
                  new DeploymentBuilder(deployment)
                      .editOrNewStatus()
                      .withReadyReplicas(ready)
                      .endStatus()
                      .build())
              .updateStatus();
    }
  }

  private void tend(StatefulSet set) {
    int ready =
        tend(
            set,
            "StatefulSet",
            set.getSpec().getReplicas(),
            set.getSpec().getTemplate().getMetadata().getLabels());
    Integer told = set.getStatus() == null ? null : set.getStatus().getReadyReplicas();
    if (told == null || told != ready) {
      var _ =
          client
              .resource(
                  new StatefulSetBuilder(set)
                      .editOrNewStatus()
                      .withReadyReplicas(ready)
                      .endStatus()
                      .build())
              .updateStatus();
    }
  }

  private int tend(HasMetadata workload, String owner, int replicas, Map<String, String> labels) {
    String namespace = workload.getMetadata().getNamespace();
    String name = workload.getMetadata().getName();
    int ready = 0;
    for (int i = 0; i < Math.max(replicas, 8); i++) {
      String pod = name + "-" + i;
      if (i < replicas) {
        ready += grow(namespace, pod, pod(workload, owner, pod, labels)) ? 1 : 0;
      } else if (!shrink(namespace, pod)) {
        break;
      }
    }
    return ready;
  }

  private boolean grow(String namespace, String name, Pod pod) {
    int age = ages.merge(namespace + "/" + name, 1, (old, one) -> Math.max(old, 0) + one);
    String workload = name.substring(0, name.lastIndexOf('-'));
    if (age == 1) {
      var _ = client.resource(crashing.contains(workload) ? crashed(pod) : pod).create();
    }
    return age > readyAfter && comesUp(workload);
  }

  /** Ages below zero are those of pods on their way out. */
  private boolean shrink(String namespace, String name) {
    String key = namespace + "/" + name;
    Integer age = ages.get(key);
    if (age == null) {
      return false;
    }
    int next = age > 0 ? -1 : age - 1;
    ages.put(key, next);
    if (-next >= goneAfter) {
      ages.remove(key);
      var _ = client.pods().inNamespace(namespace).withName(name).delete();
    }
    return true;
  }

  private static Pod pod(
      HasMetadata workload, String owner, String name, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(workload.getMetadata().getNamespace())
        .withName(name)
        .withLabels(labels)
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind(owner)
        .withName(workload.getMetadata().getName())
        .withUid("1")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }

  private static Pod crashed(Pod pod) {
    return new PodBuilder(pod)
        .editStatus()
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("main")
                .withReady(false)
                .withRestartCount(3)
                .withState(
                    new ContainerStateBuilder()
                        .withNewWaiting(
                            "back-off 40s restarting failed container", "CrashLoopBackOff")
                        .build())
                .withLastState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(3)
                        .endTerminated()
                        .build())
                .build())
        .endStatus()
        .build();
  }

  private void tend(Service service) {
    String namespace = service.getMetadata().getNamespace();
    String name = service.getMetadata().getName();
    List<Pod> pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabels(service.getSpec().getSelector())
            .list()
            .getItems();
    var slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name + "-1")
            .addToLabels("kubernetes.io/service-name", name)
            .endMetadata()
            .withAddressType("IPv4")
            .withEndpoints(
                pods.stream()
                    .map(pod ->
                        new EndpointBuilder()
                            .withAddresses("10.0.0.1")
                            .withNewConditions()
                            .withReady(isReady(namespace, pod))
                            .endConditions()
                            .build())
                    .toList())
            .build();
    var existing = client.resource(slice);
    var _ = existing.get() == null ? existing.create() : existing.update();
  }

  private boolean isReady(String namespace, Pod pod) {
    String name = pod.getMetadata().getName();
    String workload = name.substring(0, name.lastIndexOf('-'));
    return ages.getOrDefault(namespace + "/" + name, 0) > readyAfter && comesUp(workload);
  }

  private boolean comesUp(String workload) {
    return !crashing.contains(workload) && !hanging.contains(workload);
  }
}
