// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change to an object: annotations and replicas in one request, so that the note of how many
 * there were can neither be lost nor be wrong. It holds only for the version that was looked at.
 *
 * @param set new texts of annotations
 * @param removed annotations to take away
 * @param replicas {@code null}: as they are
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396, JSON Merge Patch</a>
 */
record Patch(Map<String, String> set, Set<String> removed, @Nullable Integer replicas) {
  /** Copies the annotations. */
  Patch {
    set = Map.copyOf(set);
    removed = Set.copyOf(removed);
  }

  /** Takes a workload to zero with a note of what there was. */
  static Patch off(int replicas) {
    return new Patch(Map.of(Annotations.REPLICAS, String.valueOf(replicas)), Set.of(), 0);
  }

  /** Scales a workload and takes the note away. */
  static Patch scaled(int replicas) {
    return new Patch(Map.of(), Set.of(Annotations.REPLICAS), replicas);
  }

  /** Pauses KEDA at zero with a note of what was said before. */
  static Patch held(String before) {
    return new Patch(
        Map.of(Annotations.KEDA_PAUSED_REPLICAS, "0", Annotations.PAUSED_BEFORE, before),
        Set.of(),
        null);
  }

  /** Has KEDA's annotation say what it said before, and takes the note away. */
  static Patch released(String before) {
    return before.equals(Annotations.NOTHING)
        ? new Patch(
            Map.of(), Set.of(Annotations.KEDA_PAUSED_REPLICAS, Annotations.PAUSED_BEFORE), null)
        : new Patch(
            Map.of(Annotations.KEDA_PAUSED_REPLICAS, before),
            Set.of(Annotations.PAUSED_BEFORE),
            null);
  }

  /** As the request's body, for that version of the object. */
  String json(String resourceVersion) {
    String fields =
        Stream.concat(
                set.entrySet().stream()
                    .map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue())),
                removed.stream().map(name -> quoted(name) + ":null"))
            .collect(Collectors.joining(","));
    String spec = replicas == null ? "" : ",\"spec\":{\"replicas\":" + replicas + "}";
    return "{\"metadata\":{\"resourceVersion\":%s,\"annotations\":{%s}}%s}"
        .formatted(quoted(resourceVersion), fields, spec);
  }

  private static String quoted(String text) {
    return Serialization.asJson(text);
  }
}
