// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.rest.Outcomes;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Brings a remembered formation back. Mostly one call does it: the quantities go out, and the
 * answer, which is the whole formation, shows that sizes are still what they were. Where somebody
 * has changed the app meanwhile, a second look finds out what to send.
 */
final class Restoration {
  private static final System.Logger LOG = System.getLogger(Restoration.class.getName());

  private final HerokuApi api;

  Restoration(HerokuApi api) {
    this.api = api;
  }

  /** The formation that runs now; refused when it is not the remembered one. */
  CallOutcome<Formation> restore(String ref, Formation remembered, Call call) {
    if (!Formations.runs(remembered)) {
      return carefully(ref, remembered, call);
    }
    CallOutcome<Formation> scaled =
        api.scale(ref, Formations.quantities(remembered.processes()), call);
    return switch (scaled) {
      case CallOutcome.Done<Formation>(Formation rows) ->
          Formations.holds(remembered, rows)
              ? scaled
              : Outcomes.ordered(
                  "Heroku accepted the quantities", carefully(ref, remembered, call));
      case CallOutcome.Refused<Formation>(Refusal refusal) ->
          mayBeOfChange(refusal) ? carefully(ref, remembered, call) : scaled;
      case CallOutcome.Unknown<Formation> _ -> scaled;
    };
  }

  /** A process type that is gone is 404, a size that allows fewer dynos 422. */
  private static boolean mayBeOfChange(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.NOT_FOUND || refusal.kind() == Refusal.Kind.INVALID;
  }

  private CallOutcome<Formation> carefully(String ref, Formation remembered, Call call) {
    return Chain.then(api.formation(ref, call), rows -> carefully(ref, remembered, rows, call));
  }

  private CallOutcome<Formation> carefully(
      String ref, Formation remembered, Formation rows, Call call) {
    if (Formations.row(rows, Formations.WEB).isEmpty()) {
      return CallOutcome.refused(
          Refusal.Kind.INVALID,
          "app " + ref + " has no process type 'web', so that nothing of it could answer");
    }
    Formation wanted =
        Formations.runs(remembered)
            ? Formations.withoutGone(remembered, rows)
            : Formations.broughtBack(rows);
    tellOfGone(ref, remembered, rows);
    List<ProcessType> differing = Formations.differing(wanted, rows);
    return differing.isEmpty()
        ? CallOutcome.done(rows)
        : Chain.then(
            api.scale(ref, Formations.quantitiesAndSizes(differing), call),
            result -> judge(wanted, result));
  }

  private static CallOutcome<Formation> judge(Formation wanted, Formation result) {
    List<ProcessType> missed = Formations.differing(wanted, result);
    return missed.isEmpty()
        ? CallOutcome.done(result)
        : CallOutcome.refused(
            Refusal.Kind.INVALID,
            "Heroku took the formation but runs "
                + Formations.words(result.processes())
                + "; not as remembered: "
                + Formations.words(missed));
  }

  /** A deployment took them away; there is nothing left to be restored. */
  private static void tellOfGone(String ref, Formation remembered, Formation rows) {
    List<ProcessType> gone =
        remembered.processes().stream()
            .filter(row -> row.quantity() > 0 && Formations.row(rows, row.name()).isEmpty())
            .toList();
    if (!gone.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "app={0} is restored without process types that it has no longer: {1}",
          ref,
          Formations.words(gone));
    }
  }
}
