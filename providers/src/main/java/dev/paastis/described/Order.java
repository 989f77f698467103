// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.described;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * An order that a platform may carry out long after its answer.
 *
 * @param ref the app
 * @param what was ordered, for people
 * @param verdict what the app's status says of the order; empty while it is not carried out
 */
record Order<T>(String ref, String what, Function<AppStatus, Optional<CallOutcome<T>>> verdict) {

  /** Ends once the app is being started: whether it can answer is for the readiness proofs. */
  static Order<AppStatus.Running> toWake(String ref, Formation wanted) {
    return new Order<>(
        ref,
        "wake",
        status ->
            switch (status) {
              case AppStatus.Running now -> Optional.of(CallOutcome.done(whole(now, wanted)));
              case AppStatus.Starting now ->
                  Optional.of(CallOutcome.done(whole(now.begun(), wanted)));
              case AppStatus.Stopped _ -> Optional.empty();
              case AppStatus.Crashed crashed -> Optional.of(crashed(ref, crashed));
              case AppStatus.Gone _ -> Optional.of(gone(ref));
            });
  }

  static Order<AppStatus.Stopped> toSleep(String ref) {
    return new Order<>(
        ref,
        "put to sleep",
        status ->
            switch (status) {
              case AppStatus.Running _, AppStatus.Starting _ -> Optional.empty();
              case AppStatus.Stopped stopped -> Optional.of(CallOutcome.done(stopped));
              case AppStatus.Crashed crashed ->
                  Optional.of(CallOutcome.done(new AppStatus.Stopped(crashed.formation())));
              case AppStatus.Gone _ -> Optional.of(gone(ref));
            });
  }

  /** A platform that says nothing of the formation was given it and took it. */
  private static AppStatus.Running whole(AppStatus.Running now, Formation wanted) {
    return now.formation().equals(Formation.EMPTY)
        ? new AppStatus.Running(now.upstream(), wanted)
        : now;
  }

  private static <T> CallOutcome<T> crashed(String ref, AppStatus.Crashed crashed) {
    String tail = crashed.tail().isBlank() ? "" : ": " + crashed.tail().strip();
    String code = crashed.exitCode() == null ? "" : " with exit code " + crashed.exitCode();
    return CallOutcome.refused(
        Refusal.Kind.CRASHED, "app '" + ref + "' stopped by itself" + code + tail);
  }

  private static <T> CallOutcome<T> gone(String ref) {
    return CallOutcome.refused(
        Refusal.Kind.NOT_FOUND, "the platform knows no app '" + ref + "' any more");
  }
}
