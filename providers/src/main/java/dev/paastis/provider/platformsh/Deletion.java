// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import static dev.paastis.provider.platformsh.Steps.notFound;
import static dev.paastis.provider.platformsh.Steps.then;

import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;

/**
 * Deletes environments: first the platform deactivates one, by which its data goes, then the
 * inactive environment is deleted with its branch. Only environments of type development that were
 * made from another one: of all others there is one in a project.
 */
final class Deletion {
  private final PlatformshApi api;
  private final PlatformshSettings settings;
  private final Ticker ticker;

  Deletion(PlatformshApi api, PlatformshSettings settings, Ticker ticker) {
    this.api = api;
    this.settings = settings;
    this.ticker = ticker;
  }

  CallOutcome<AppStatus.Gone> run(Ref ref, Call call) {
    return then(
        api.environment(ref, call),
        environment ->
            environment.type() == Environment.Type.DEVELOPMENT
                ? then(deactivated(ref, call), _ -> delete(ref, call))
                : CallOutcome.refused(
                    Refusal.Kind.FORBIDDEN,
                    "environment %s is not a branch of type development: it is not deleted"
                        .formatted(ref)));
  }

  private CallOutcome<Environment> deactivated(Ref ref, Call call) {
    var target = new Transition.Target(ref, Goal.INACTIVE, call);
    return new Transition(api, settings, ticker, target).run();
  }

  /** The data is gone by now, so that a refusal does not mean that all is as it was. */
  private CallOutcome<AppStatus.Gone> delete(Ref ref, Call call) {
    return switch (api.delete(ref, call)) {
      case CallOutcome.Done<Ref> _ -> awaitGone(ref, call);
      case CallOutcome.Refused<Ref>(Refusal refusal) ->
          refusal.kind() == Refusal.Kind.NOT_FOUND
              ? CallOutcome.done(new AppStatus.Gone())
              : unseen(ref, refusal.message());
      case CallOutcome.Unknown<Ref>(String cause) -> unseen(ref, cause);
    };
  }

  private CallOutcome<AppStatus.Gone> awaitGone(Ref ref, Call call) {
    while (!call.expired()) {
      if (notFound(api.environment(ref, call))) {
        return CallOutcome.done(new AppStatus.Gone());
      }
      if (!rest(call)) {
        return unseen(ref, "the wait for its end was interrupted");
      }
    }
    return unseen(ref, "it was still listed when the time was over");
  }

  private boolean rest(Call call) {
    Duration quiet = api.quiet();
    Duration every = settings.pollEvery();
    try {
      ticker.pause(call.atMost(quiet.compareTo(every) > 0 ? quiet : every));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static CallOutcome<AppStatus.Gone> unseen(Ref ref, String why) {
    return CallOutcome.unknown(
        "environment %s is deactivated; its deletion: %s".formatted(ref, why));
  }
}
