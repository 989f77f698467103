// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import static dev.paastis.provider.render.Sequel.then;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a user may do in each workspace, which depends on a role there. A key has all rights of its
 * user.
 *
 * @see <a href="https://render.com/docs/team-members">Members and roles</a>
 */
final class Workspaces {
  /** Neither suspends nor resumes. */
  private static final Set<String> LOOKERS = Set.of("VIEWER", "BILLING");

  private final RenderApi api;
  private final List<String> only;

  Workspaces(RenderApi api, RenderSettings settings) {
    this.api = api;
    this.only = settings.owners();
  }

  /**
   * The rights of the key.
   *
   * @param apps how many it shows
   */
  CallOutcome<Rights> rights(int apps, Call call) {
    return then(
        ifTold(api.user(call)),
        user -> then(api.owners(call), owners -> rights(apps, user, owners, call)));
  }

  private CallOutcome<Rights> rights(
      int apps, Optional<JsonNode> user, List<JsonNode> owners, Call call) {
    List<String> missing = new ArrayList<>(unseen(owners));
    String email = user.map(known -> Json.text(known, "email")).orElse("");
    for (JsonNode owner : owners) {
      if (only.isEmpty() || only.contains(Json.text(owner, "id"))) {
        CallOutcome<Optional<String>> obstacle = obstacle(email, owner, call);
        if (!(obstacle instanceof CallOutcome.Done<Optional<String>>(var words))) {
          return obstacle.map(_ -> new Rights("", 0, List.of()));
        }
        words.ifPresent(missing::add);
      }
    }
    return CallOutcome.done(new Rights(email.isEmpty() ? names(owners) : email, apps, missing));
  }

  private CallOutcome<Optional<String>> obstacle(String email, JsonNode owner, Call call) {
    boolean personal = !Json.text(owner, "type").equals("team");
    if (personal || email.isEmpty()) {
      return CallOutcome.done(Optional.empty());
    }
    return ifTold(api.members(Json.text(owner, "id"), call))
        .map(members -> members.flatMap(list -> obstacle(email, owner, list)));
  }

  private static Optional<String> obstacle(String email, JsonNode owner, JsonNode members) {
    return members
        .valueStream()
        .filter(member -> Json.text(member, "email").equalsIgnoreCase(email))
        .map(member -> Json.text(member, "role"))
        .filter(LOOKERS::contains)
        .findFirst()
        .map(role ->
            "in the workspace '%s' this key can list but not suspend or resume: "
                    .formatted(Json.text(owner, "name"))
                + "its user is %s there; ask an admin of it for the role Developer"
                    .formatted(role));
  }

  /** Workspaces that the account names and the key does not see. */
  private List<String> unseen(List<JsonNode> owners) {
    List<String> seen = owners.stream().map(owner -> Json.text(owner, "id")).toList();
    return only.stream()
        .filter(owner -> !seen.contains(owner))
        .map(owner -> "this key does not see the workspace '" + owner + "'; correct or remove it")
        .toList();
  }

  private static String names(List<JsonNode> owners) {
    return String.join(", ", owners.stream().map(owner -> Json.text(owner, "name")).toList());
  }

  /** What a key may not read is not known, and nothing is concluded from that. */
  private static CallOutcome<Optional<JsonNode>> ifTold(CallOutcome<JsonNode> asked) {
    return asked instanceof CallOutcome.Refused<JsonNode>(Refusal(var kind, var _))
            && (kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND)
        ? CallOutcome.done(Optional.empty())
        : asked.map(Optional::of);
  }
}
