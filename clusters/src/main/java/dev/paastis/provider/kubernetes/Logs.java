// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The last lines that containers wrote, where the credentials may read them. */
final class Logs {
  private final Cluster cluster;

  Logs(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Of the run that failed, empty when it never ran or nothing can be read. */
  List<String> of(Pods.Trouble trouble, int lines, Call call) {
    if (trouble.exitCode() == null) {
      return List.of();
    }
    return read(trouble.pod(), trouble.container(), lines, true, call);
  }

  /** Of what runs now. */
  List<String> of(Pod pod, int lines, Call call) {
    return read(pod, Pods.mainContainer(pod), lines, false, call);
  }

  private List<String> read(Pod pod, String container, int lines, boolean previous, Call call) {
    String namespace = pod.getMetadata().getNamespace();
    String path =
        "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d%s"
            .formatted(
                namespace,
                pod.getMetadata().getName(),
                URLEncoder.encode(container, StandardCharsets.UTF_8),
                lines,
                previous ? "&previous=true" : "");
    CallOutcome<String> text =
        cluster.ask(Need.READ_LOGS, namespace, call, client -> raw(client, path));
    return text instanceof CallOutcome.Done<String>(String said)
        ? said.lines().toList()
        : List.of();
  }

  /** The client's own way to logs waits for the pod to become ready, which it never may. */
  private static String raw(KubernetesClient client, String path) {
    return Objects.requireNonNullElse(client.raw(path), "");
  }
}
