// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Optional;

/**
 * A HorizontalPodAutoscaler. It lets go of a workload with zero replicas and takes it up again at
 * one or more, by itself.
 *
 * @param namespace where it is
 * @param kind of the workload it scales
 * @param name of that workload
 * @param min fewest replicas
 * @param max most replicas
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#implicit-maintenance-mode-deactivation">
 *     Implicit maintenance-mode deactivation</a>
 */
record Autoscaler(String namespace, String kind, String name, int min, int max) {
  /** Empty for one that names no target. */
  static Optional<Autoscaler> of(HorizontalPodAutoscaler object) {
    var spec = object.getSpec();
    if (spec == null || spec.getScaleTargetRef() == null) {
      return Optional.empty();
    }
    int min = spec.getMinReplicas() == null ? 1 : spec.getMinReplicas();
    int max = spec.getMaxReplicas() == null ? min : spec.getMaxReplicas();
    var target = spec.getScaleTargetRef();
    return Optional.of(
        new Autoscaler(
            object.getMetadata().getNamespace(), target.getKind(), target.getName(), min, max));
  }

  boolean scales(Workload workload) {
    return namespace.equals(workload.namespace())
        && kind.equals(workload.kind().title())
        && name.equals(workload.name());
  }

  /** The nearest number of replicas that it will not change back at once. */
  int within(int replicas) {
    return Math.clamp(replicas, Math.max(1, min), Math.max(Math.max(1, min), max));
  }

  String inWords() {
    return "autoscaled " + min + "-" + max;
  }
}
