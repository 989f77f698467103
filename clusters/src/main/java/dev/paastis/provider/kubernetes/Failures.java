// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;
import java.util.Objects;

/**
 * What a failed request to the API server means.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#http-status-codes">
 *     HTTP status codes of the API</a>
 */
final class Failures {
  static final int CONFLICT = 409;
  static final int TOO_MANY_REQUESTS = 429;
  private static final int TIMEOUT = 408;

  /** A page of a list, or a watch, that has become too old. */
  private static final int EXPIRED = 410;

  private Failures() {}

  static <T> CallOutcome<T> outcome(KubernetesClientException e, Need need, String namespace) {
    int code = e.getCode();
    String said = said(e);
    if (code < 400 || code >= 500 || code == TIMEOUT || code == EXPIRED || code == CONFLICT) {
      return CallOutcome.unknown(
          "to %s: %s".formatted(need.inWords(namespace), code == 0 ? said : code + ", " + said));
    }
    return switch (code) {
      case 401 ->
          CallOutcome.refused(
              Refusal.Kind.UNAUTHORIZED,
              "the cluster does not accept the credentials, which may have expired: " + said);
      case 403 -> forbidden(said, need, namespace);
      case 404 -> CallOutcome.refused(Refusal.Kind.NOT_FOUND, said);
      case TOO_MANY_REQUESTS ->
          CallOutcome.refused(Refusal.Kind.RATE_LIMITED, "the cluster is busy: " + said);
      default -> CallOutcome.refused(Refusal.Kind.INVALID, said);
    };
  }

  /** A full quota is told by the same status as a right that is missing. */
  private static <T> CallOutcome<T> forbidden(String said, Need need, String namespace) {
    if (said.toLowerCase(Locale.ROOT).contains("exceeded quota")) {
      return CallOutcome.refused(Refusal.Kind.QUOTA, said);
    }
    return CallOutcome.refused(Refusal.Kind.FORBIDDEN, missing(need, namespace));
  }

  static String missing(Need need, String namespace) {
    String hint =
        namespace.isEmpty() ? "grant it to all, or name the namespaces it may see" : "grant it";
    return "these credentials cannot %s; %s, as deploy/kubernetes-rbac.yaml does"
        .formatted(need.inWords(namespace), hint);
  }

  private static String said(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return Objects.requireNonNullElse(root.getMessage(), root.getClass().getSimpleName());
  }
}
