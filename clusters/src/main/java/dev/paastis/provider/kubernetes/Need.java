// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import java.util.List;

/**
 * A right that the adapter uses: one verb on one kind of object. What the manifest grants is held
 * against these.
 */
enum Need {
  LIST_DEPLOYMENTS("list", "apps", "deployments"),
  WATCH_DEPLOYMENTS("watch", "apps", "deployments"),
  PATCH_DEPLOYMENTS("patch", "apps", "deployments"),
  LIST_STATEFULSETS("list", "apps", "statefulsets"),
  WATCH_STATEFULSETS("watch", "apps", "statefulsets"),
  PATCH_STATEFULSETS("patch", "apps", "statefulsets"),
  LIST_SERVICES("list", "", "services"),
  LIST_ENDPOINT_SLICES("list", "discovery.k8s.io", "endpointslices"),
  LIST_PODS("list", "", "pods"),
  READ_LOGS("get", "", "pods/log"),
  LIST_AUTOSCALERS("list", "autoscaling", "horizontalpodautoscalers"),
  LIST_SCALED_OBJECTS("list", "keda.sh", "scaledobjects"),
  PATCH_SCALED_OBJECTS("patch", "keda.sh", "scaledobjects");

  private final String verb;
  private final String group;
  private final String resource;

  Need(String verb, String group, String resource) {
    this.verb = verb;
    this.group = group;
    this.resource = resource;
  }

  String verb() {
    return verb;
  }

  /** API group, empty for the core one. */
  String group() {
    return group;
  }

  /** Plural name, with a slash before a subresource. */
  String resource() {
    return resource;
  }

  /** Resource and subresource, the second empty where there is none. */
  List<String> resourceParts() {
    int slash = resource.indexOf('/');
    return slash < 0
        ? List.of(resource, "")
        : List.of(resource.substring(0, slash), resource.substring(slash + 1));
  }

  /** For people, for example {@code patch deployments.apps in namespace 'shop'}. */
  String inWords(String namespace) {
    String what = group.isEmpty() ? resource : resource + "." + group;
    String where = namespace.isEmpty() ? "in all namespaces" : "in namespace '" + namespace + "'";
    return verb + " " + what + " " + where;
  }
}
