// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cluster and what of it is looked at.
 *
 * @param login how to get in
 * @param namespaces those to keep to; empty for all
 * @param label selector of the workloads that belong to us
 */
record KubernetesSettings(Login login, List<String> namespaces, String label) {
  static final String DEFAULT_LABEL = "paastis.dev/enable=true";

  /** Copies the list. */
  KubernetesSettings {
    namespaces = List.copyOf(namespaces);
    if (label.isBlank()) {
      throw new IllegalArgumentException(
          "'label' must be a label selector such as " + DEFAULT_LABEL + ", got nothing");
    }
  }

  /** The namespaces to ask for, {@code ""} standing for all at once. */
  List<String> scopes() {
    return namespaces.isEmpty() ? List.of("") : namespaces;
  }

  /** How to get into the cluster. */
  sealed interface Login {
    /** As kubectl would from here: the pod's own account, else the user's kubeconfig. */
    record Found(@Nullable String context) implements Login {}

    /** By a kubeconfig of that name. */
    record Kubeconfig(Path file, @Nullable String context) implements Login {}

    /**
     * By a token.
     *
     * @param authority file with the certificate of the cluster's authority, in PEM
     */
    record Direct(URI server, Secret token, @Nullable Path authority) implements Login {}
  }
}
