// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lists of objects that apps are made of, one request a page each. */
final class Inventory {
  private static final String OF_SERVICE = "kubernetes.io/service-name=";

  private final Cluster cluster;
  private final String label;

  Inventory(Cluster cluster, String label) {
    this.cluster = cluster;
    this.label = label;
  }

  /** Deployments and StatefulSets that carry the label, in one namespace or, by "", in all. */
  CallOutcome<List<Workload>> workloads(String namespace, Call call) {
    return then(
        workloads(Workload.Kind.DEPLOYMENT, namespace, call),
        deployments ->
            workloads(Workload.Kind.STATEFULSET, namespace, call)
                .map(sets -> {
                  List<Workload> both = new ArrayList<>(deployments);
                  both.addAll(sets);
                  return both;
                }));
  }

  CallOutcome<List<Workload>> workloads(Workload.Kind kind, String namespace, Call call) {
    return switch (kind) {
      case DEPLOYMENT ->
          cluster
              .list(
                  kind.list(),
                  namespace,
                  label,
                  call,
                  (client, options) -> page(client.apps().deployments(), namespace, options))
              .map(found -> found.stream().map(Workload::of).toList());
      case STATEFULSET ->
          cluster
              .list(
                  kind.list(),
                  namespace,
                  label,
                  call,
                  (client, options) -> page(client.apps().statefulSets(), namespace, options))
              .map(found -> found.stream().map(Workload::of).toList());
    };
  }

  CallOutcome<List<Service>> services(String namespace, Call call) {
    return cluster.list(
        Need.LIST_SERVICES,
        namespace,
        null,
        call,
        (client, options) -> page(client.services(), namespace, options));
  }

  CallOutcome<List<EndpointSlice>> slices(String namespace, String service, Call call) {
    return cluster.list(
        Need.LIST_ENDPOINT_SLICES,
        namespace,
        OF_SERVICE + service,
        call,
        (client, options) -> page(client.discovery().v1().endpointSlices(), namespace, options));
  }

  CallOutcome<List<Autoscaler>> autoscalers(String namespace, Call call) {
    return cluster
        .list(
            Need.LIST_AUTOSCALERS,
            namespace,
            null,
            call,
            (client, options) ->
                page(client.autoscaling().v2().horizontalPodAutoscalers(), namespace, options))
        .map(found -> found.stream().map(Autoscaler::of).flatMap(Optional::stream).toList());
  }

  /** None where KEDA is not installed. */
  CallOutcome<List<ScaledObject>> scaledObjects(String namespace, Call call) {
    var found =
        cluster.list(
            Need.LIST_SCALED_OBJECTS,
            namespace,
            null,
            call,
            (client, options) ->
                page(
                    client.genericKubernetesResources(ScaledObject.DEFINITION),
                    namespace,
                    options));
    return isMissing(found)
        ? CallOutcome.done(List.of())
        : found.map(objects -> objects.stream().map(ScaledObject::new).toList());
  }

  /** The workload's pods that run or will, those of its own controller only. */
  CallOutcome<List<Pod>> pods(Workload workload, Call call) {
    return cluster
        .list(
            Need.LIST_PODS,
            workload.namespace(),
            Pods.selector(workload.selector()),
            call,
            (client, options) -> page(client.pods(), workload.namespace(), options))
        .map(found -> found.stream().filter(Pods::isAlive).toList());
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>>
      KubernetesResourceList<T> page(
          MixedOperation<T, L, ?> kind, String namespace, ListOptions options) {
    return namespace.isEmpty()
        ? kind.inAnyNamespace().list(options)
        : kind.inNamespace(namespace).list(options);
  }

  private static boolean isMissing(CallOutcome<?> outcome) {
    return outcome instanceof CallOutcome.Refused<?>(Refusal(var kind, var _))
        && kind == Refusal.Kind.NOT_FOUND;
  }
}
