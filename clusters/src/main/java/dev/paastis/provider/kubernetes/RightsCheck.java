// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the cluster, right by right, what the credentials allow.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access">
 *     Checking API access</a>
 */
final class RightsCheck {
  private final Cluster cluster;
  private final List<String> scopes;

  RightsCheck(Cluster cluster, List<String> scopes) {
    this.cluster = cluster;
    this.scopes = scopes;
  }

  /** What is missing, in words; empty when nothing is. */
  CallOutcome<List<String>> missing(Call call) {
    List<String> missing = new ArrayList<>();
    for (String scope : scopes) {
      for (Need need : Need.values()) {
        switch (allows(need, scope, call)) {
          case CallOutcome.Done<Boolean>(Boolean allowed) -> {
            if (!allowed) {
              missing.add(Failures.missing(need, scope));
            }
          }
          case CallOutcome.Refused<Boolean>(Refusal refusal) -> {
            return new CallOutcome.Refused<>(refusal);
          }
          case CallOutcome.Unknown<Boolean>(String cause) -> {
            return CallOutcome.unknown(cause);
          }
        }
      }
    }
    return CallOutcome.done(missing);
  }

  private CallOutcome<Boolean> allows(Need need, String scope, Call call) {
    return then(
        cluster.ask(
            need,
            scope,
            call,
            client ->
                client
                    .authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(question(need, scope))),
        review ->
            review.getStatus() == null
                ? CallOutcome.unknown("the cluster did not say whether it allows this")
                : CallOutcome.done(Boolean.TRUE.equals(review.getStatus().getAllowed())));
  }

  private static SelfSubjectAccessReview question(Need need, String scope) {
    List<String> resource = need.resourceParts();
    return new SelfSubjectAccessReviewBuilder()
        .withNewSpec()
        .withNewResourceAttributes()
        .withVerb(need.verb())
        .withGroup(need.group())
        .withResource(resource.getFirst())
        .withSubresource(resource.getLast().isEmpty() ? null : resource.getLast())
        .withNamespace(scope.isEmpty() ? null : scope)
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
