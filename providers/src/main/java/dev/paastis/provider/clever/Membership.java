// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import static dev.paastis.provider.clever.Steps.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a user may do in each organisation, which depends on a role there. Credentials have all
 * rights of their user.
 */
final class Membership {
  /** Neither deploys, and neither stops. */
  private static final Set<String> LOOKERS = Set.of("ACCOUNTING", "READ_ONLY");

  private final CleverApi api;
  private final List<String> only;

  Membership(CleverApi api, CleverSettings settings) {
    this.api = api;
    this.only = settings.owners();
  }

  CallOutcome<Rights> rights(Call call) {
    return then(api.self(call), self -> then(api.summary(call), all -> rights(self, all, call)));
  }

  private CallOutcome<Rights> rights(JsonNode self, JsonNode summary, Call call) {
    List<String> missing = new ArrayList<>(unseen(summary));
    int apps = counts(self) ? appsOf(summary.path("user")) : 0;
    for (JsonNode organisation : summary.path("organisations")) {
      if (counts(organisation)) {
        apps += appsOf(organisation);
        CallOutcome<String> role = role(self, organisation, call);
        if (!(role instanceof CallOutcome.Done<String>(String name))) {
          return role.map(_ -> new Rights("", 0, List.of()));
        }
        if (LOOKERS.contains(name)) {
          missing.add(looker(organisation.path("name").asString(""), name));
        }
      }
    }
    return CallOutcome.done(new Rights(nameOf(self), apps, missing));
  }

  private static String looker(String organisation, String role) {
    return "in the organisation '%s' these credentials can list but not start or stop: "
            .formatted(organisation)
        + "the role of their user there is %s; ask one of its admins for DEVELOPER".formatted(role);
  }

  /** The user's role; empty where the platform does not tell. */
  private CallOutcome<String> role(JsonNode self, JsonNode organisation, Call call) {
    CallOutcome<JsonNode> members = api.members(organisation.path("id").asString(""), call);
    boolean hidden =
        members instanceof CallOutcome.Refused<JsonNode>(Refusal(var kind, var _))
            && (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND);
    return hidden ? CallOutcome.done("") : members.map(list -> roleOf(self, list));
  }

  private static String roleOf(JsonNode self, JsonNode members) {
    return members
        .valueStream()
        .filter(one -> one.path("member").path("id").equals(self.path("id")))
        .map(one -> one.path("role").asString(""))
        .findFirst()
        .orElse("");
  }

  /** Owners that the account names and the credentials do not see. */
  private List<String> unseen(JsonNode summary) {
    List<String> seen = new ArrayList<>();
    seen.add(summary.path("user").path("id").asString(""));
    summary.path("organisations").forEach(one -> seen.add(one.path("id").asString("")));
    return only.stream()
        .filter(owner -> !seen.contains(owner))
        .map(owner -> "these credentials do not see '" + owner + "'; correct or remove it")
        .toList();
  }

  private boolean counts(JsonNode owner) {
    return only.isEmpty() || only.contains(owner.path("id").asString(""));
  }

  private static int appsOf(JsonNode owner) {
    return (int)
        owner
            .path("applications")
            .valueStream()
            .filter(app -> !app.path("archived").asBoolean(false))
            .count();
  }

  private static String nameOf(JsonNode self) {
    String email = self.path("email").asString("");
    return email.isEmpty() ? self.path("name").asString(self.path("id").asString("")) : email;
  }
}
