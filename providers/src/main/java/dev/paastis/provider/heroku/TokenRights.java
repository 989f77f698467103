// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.provider.Rights;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token may be used for, by the scopes that every answer names.
 *
 * @see <a href="https://devcenter.heroku.com/articles/oauth#scopes">Scopes</a>
 */
final class TokenRights {
  /** One of them is enough to scale; each of them also lists. */
  private static final Set<String> SCALE = Set.of("global", "write", "write-protected");

  private static final String ADVICE =
      "; make one with 'heroku authorizations:create --scope identity,read,write'";

  private TokenRights() {}

  /**
   * Puts together what a list of apps has shown and whose account it is.
   *
   * @param listed the apps, which the token may not be allowed to list
   */
  static CallOutcome<Rights> of(HerokuApi api, CallOutcome<List<HerokuApp>> listed, Call call) {
    return switch (listed) {
      case CallOutcome.Done<List<HerokuApp>>(List<HerokuApp> apps) ->
          owner(api, call).map(owner -> new Rights(owner, apps.size(), scaling(api.scopes())));
      case CallOutcome.Refused<List<HerokuApp>>(Refusal(var kind, var why))
          when kind == Refusal.Kind.FORBIDDEN ->
          owner(api, call)
              .map(owner ->
                  new Rights(
                      owner, 0, List.of("this token cannot list apps" + why(api.scopes(), why))));
      case CallOutcome.Refused<List<HerokuApp>>(Refusal refusal) ->
          new CallOutcome.Refused<>(refusal);
      case CallOutcome.Unknown<List<HerokuApp>>(String cause) -> CallOutcome.unknown(cause);
    };
  }

  /** Empty where the token may not know: that does not keep it from scaling. */
  private static CallOutcome<String> owner(HerokuApi api, Call call) {
    CallOutcome<String> asked = api.account(call);
    return asked instanceof CallOutcome.Refused<String>(Refusal refusal)
            && refusal.kind() == Refusal.Kind.FORBIDDEN
        ? CallOutcome.done("")
        : asked;
  }

  private static List<String> scaling(Set<String> scopes) {
    return scopes.isEmpty() || !Collections.disjoint(scopes, SCALE)
        ? List.of()
        : List.of("this token can list but not scale" + why(scopes, ""));
  }

  private static String why(Set<String> scopes, String otherwise) {
    return scopes.isEmpty()
        ? ": " + otherwise
        : ", its scope is " + String.join(" ", new TreeSet<>(scopes)) + ADVICE;
  }
}
