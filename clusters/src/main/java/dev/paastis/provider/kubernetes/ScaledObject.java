// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ScaledObject of KEDA, which would scale a workload up again unless it is paused.
 *
 * @param object as it was read
 * @see <a href="https://keda.sh/docs/latest/concepts/scaling-deployments/">Scaling deployments</a>
 */
record ScaledObject(GenericKubernetesResource object) {
  static final ResourceDefinitionContext DEFINITION =
      new ResourceDefinitionContext.Builder()
          .withGroup("keda.sh")
          .withVersion("v1alpha1")
          .withKind("ScaledObject")
          .withPlural("scaledobjects")
          .withNamespaced(true)
          .build();

  private static final String EXTRA = "scaledobject/";

  boolean scales(Workload workload) {
    String kind = said("kind");
    return namespace().equals(workload.namespace())
        && workload.name().equals(said("name"))
        && (kind == null || kind.equals(workload.kind().title()));
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  String name() {
    return object.getMetadata().getName();
  }

  /** Its key in a formation. */
  String extra() {
    return EXTRA + name();
  }

  Map<String, String> annotations() {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  /** Whether we have paused it. */
  boolean isMarked() {
    return annotations().containsKey(Annotations.PAUSED_BEFORE);
  }

  /** What its annotation says when the app is awake. */
  String pausedWhenAwake() {
    String now = annotations().getOrDefault(Annotations.KEDA_PAUSED_REPLICAS, Annotations.NOTHING);
    return annotations().getOrDefault(Annotations.PAUSED_BEFORE, now);
  }

  private @Nullable String said(String field) {
    return object.get("spec", "scaleTargetRef", field);
  }
}
