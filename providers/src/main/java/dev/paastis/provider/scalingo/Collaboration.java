// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import dev.paastis.provider.scalingo.Api.Collaborator;
import dev.paastis.provider.scalingo.Api.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user may do with apps of others. A token has all rights of its user, but a limited
 * collaborator of an app may not scale it.
 *
 * @see <a href="https://doc.scalingo.com/platform/user-management/teamwork/roles">Roles</a>
 */
final class Collaboration {
  /** A look at an app's collaborators takes one of the 60 calls of a minute. */
  private static final int MOST_LOOKS = 10;

  private final Api api;

  Collaboration(Api api) {
    this.api = api;
  }

  /** The rights on those apps; of very many shared ones, only the first are looked at. */
  CallOutcome<Rights> rights(User user, List<Hosted> apps, Call call) {
    List<String> limited = new ArrayList<>();
    List<Hosted> shared =
        apps.stream()
            .filter(app -> !app.owner().isEmpty() && !app.owner().equalsIgnoreCase(user.name()))
            .limit(MOST_LOOKS)
            .toList();
    for (Hosted app : shared) {
      switch (limited(user, app, call)) {
        case CallOutcome.Done<Boolean>(Boolean isLimited) -> {
          if (isLimited) {
            limited.add("'" + app.name() + "'");
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
    return CallOutcome.done(new Rights(nameOf(user), apps.size(), missing(limited)));
  }

  /** Whether with the limited role; not, where the platform does not tell. */
  private CallOutcome<Boolean> limited(User user, Hosted app, Call call) {
    CallOutcome<List<Collaborator>> asked = api.collaborators(app.id(), call);
    Optional<Refusal.Kind> refused =
        asked instanceof CallOutcome.Refused<List<Collaborator>>(Refusal refusal)
            ? Optional.of(refusal.kind())
            : Optional.empty();
    return refused
            .filter(kind -> kind == Refusal.Kind.FORBIDDEN || kind == Refusal.Kind.NOT_FOUND)
            .isPresent()
        ? CallOutcome.done(false)
        : asked.map(all -> all.stream().anyMatch(one -> one.is(user) && one.limited()));
  }

  private static List<String> missing(List<String> limited) {
    return limited.isEmpty()
        ? List.of()
        : List.of(
            "this token can list but not scale "
                + String.join(", ", limited)
                + ": its user is a limited collaborator there; ask the owner for the role"
                + " 'collaborator'");
  }

  private static String nameOf(User user) {
    return user.email().isEmpty() ? user.name() : user.name() + " <" + user.email() + ">";
  }
}
