// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A Deployment or a StatefulSet as the cluster described it: one process type of an app.
 *
 * @param object as it was read, for the patch
 * @param kind which of the two
 * @param podLabels labels of its pods
 * @param selector how it finds them
 * @param scale how many pods there are and should be
 */
record Workload(
    HasMetadata object,
    Kind kind,
    Map<String, String> podLabels,
    LabelSelector selector,
    Scale scale) {
  /** The kinds that can be scaled to zero without losing anything. */
  enum Kind {
    DEPLOYMENT("Deployment", Need.LIST_DEPLOYMENTS, Need.PATCH_DEPLOYMENTS),
    STATEFULSET("StatefulSet", Need.LIST_STATEFULSETS, Need.PATCH_STATEFULSETS);

    private final String title;
    private final Need list;
    private final Need patch;

    Kind(String title, Need list, Need patch) {
      this.title = title;
      this.list = list;
      this.patch = patch;
    }

    /** As objects name it. */
    String title() {
      return title;
    }

    Need list() {
      return list;
    }

    Need patch() {
      return patch;
    }
  }

  /**
   * How many pods.
   *
   * @param wanted as ordered
   * @param ready ready as the cluster last said
   * @param failure why no more can be made, {@code null} when nothing stands in the way
   */
  record Scale(int wanted, int ready, @Nullable String failure) {}

  static Workload of(Deployment deployment) {
    var spec = deployment.getSpec();
    DeploymentStatus status =
        Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    String failure =
        status.getConditions().stream()
            .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
            .map(DeploymentCondition::getMessage)
            .findFirst()
            .orElse(null);
    return new Workload(
        deployment,
        Kind.DEPLOYMENT,
        labels(spec.getTemplate()),
        spec.getSelector(),
        new Scale(replicas(spec.getReplicas()), or0(status.getReadyReplicas()), failure));
  }

  static Workload of(StatefulSet set) {
    var spec = set.getSpec();
    StatefulSetStatus status =
        Objects.requireNonNullElseGet(set.getStatus(), StatefulSetStatus::new);
    return new Workload(
        set,
        Kind.STATEFULSET,
        labels(spec.getTemplate()),
        spec.getSelector(),
        new Scale(replicas(spec.getReplicas()), or0(status.getReadyReplicas()), null));
  }

  String namespace() {
    return meta().getNamespace();
  }

  String name() {
    return meta().getName();
  }

  /** Its name in a formation, for example {@code deployment/web}. */
  String process() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + "/" + name();
  }

  Map<String, String> annotations() {
    return Objects.requireNonNullElse(meta().getAnnotations(), Map.of());
  }

  /** Name of the app that it belongs to. */
  String app() {
    return Annotations.text(annotations(), Annotations.APP)
        .or(() -> Annotations.text(labels(), Annotations.PART_OF))
        .orElse(name());
  }

  int order() {
    return Annotations.number(annotations(), Annotations.ORDER).orElse(0);
  }

  /** How many replicas it had when we put it to sleep. */
  OptionalInt remembered() {
    OptionalInt noted = Annotations.number(annotations(), Annotations.REPLICAS);
    return noted.isPresent() && noted.getAsInt() >= 0 ? noted : OptionalInt.empty();
  }

  boolean isOff() {
    return scale.wanted() == 0;
  }

  boolean isReady() {
    return scale.ready() > 0;
  }

  Optional<String> failure() {
    return Optional.ofNullable(scale.failure());
  }

  Map<String, String> labels() {
    return Objects.requireNonNullElse(meta().getLabels(), Map.of());
  }

  private ObjectMeta meta() {
    return object.getMetadata();
  }

  private static Map<String, String> labels(@Nullable PodTemplateSpec template) {
    ObjectMeta meta = template == null ? null : template.getMetadata();
    return meta == null ? Map.of() : Objects.requireNonNullElse(meta.getLabels(), Map.of());
  }

  /** The API server fills in one where nothing is said. */
  private static int replicas(@Nullable Integer said) {
    return said == null ? 1 : said;
  }

  private static int or0(@Nullable Integer said) {
    return said == null ? 0 : said;
  }
}
