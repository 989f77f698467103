// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scales an app to zero and waits for its pods to go. KEDA is paused first, since it would scale up
 * again; then the workloads go in the reverse of their order at a wake. Each carries a note of how
 * many replicas it had, by which a person can restore it without us.
 */
final class Sleep {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Survey survey;
  private final Inventory inventory;
  private final Edits edits;
  private final Wake wake;
  private final Ticker ticker;

  Sleep(Survey survey, Inventory inventory, Edits edits, Wake wake, Ticker ticker) {
    this.survey = survey;
    this.inventory = inventory;
    this.edits = edits;
    this.wake = wake;
    this.ticker = ticker;
  }

  CallOutcome<AppStatus.Stopped> run(String ref, Call call) {
    return then(survey.find(ref, call), app -> run(app, call));
  }

  private CallOutcome<AppStatus.Stopped> run(ClusterApp app, Call call) {
    Formation formation = app.formation();
    return switch (then(hold(app, call), _ -> scaleDown(app, call))) {
      case CallOutcome.Done<ClusterApp>(ClusterApp off) ->
          awaitEnd(off, call).map(_ -> new AppStatus.Stopped(formation));
      case CallOutcome.Refused<ClusterApp>(Refusal(var kind, var why)) ->
          CallOutcome.refused(kind, why + undone(app, formation, call));
      case CallOutcome.Unknown<ClusterApp>(String cause) -> CallOutcome.unknown(cause);
    };
  }

  private CallOutcome<ClusterApp> hold(ClusterApp app, Call call) {
    for (ScaledObject each : app.scaledObjects()) {
      CallOutcome<ScaledObject> held = edits.scaledObject(each, Sleep::held, call);
      if (!(held instanceof CallOutcome.Done<ScaledObject>)) {
        return then(held, _ -> CallOutcome.done(app));
      }
    }
    return CallOutcome.done(app);
  }

  private static Optional<Patch> held(ScaledObject now) {
    return now.isMarked() ? Optional.empty() : Optional.of(Patch.held(now.pausedWhenAwake()));
  }

  private CallOutcome<ClusterApp> scaleDown(ClusterApp app, Call call) {
    List<Workload> off = new ArrayList<>();
    for (Workload each : app.workloads().reversed()) {
      switch (edits.workload(each, Sleep::off, call)) {
        case CallOutcome.Done<Workload>(Workload now) -> off.add(now);
        case CallOutcome.Refused<Workload>(Refusal(var kind, var why)) -> {
          return CallOutcome.refused(
              kind,
              "%s of app '%s' could not be scaled to zero: %s"
                  .formatted(each.process(), app.ref(), why));
        }
        case CallOutcome.Unknown<Workload>(String cause) -> {
          return CallOutcome.unknown(cause);
        }
      }
    }
    return CallOutcome.done(app.with(off));
  }

  /** A workload at zero keeps the note that it has, or has none since it is meant to be at zero. */
  private static Optional<Patch> off(Workload now) {
    return now.isOff() ? Optional.empty() : Optional.of(Patch.off(now.scale().wanted()));
  }

  /** Half an app asleep is worse than none: what was done is taken back. */
  private String undone(ClusterApp before, Formation formation, Call call) {
    return switch (then(
        survey.find(before.ref().toString(), call), now -> wake.undo(now, formation, call))) {
      case CallOutcome.Done<ClusterApp> _ -> "; the app is as it was";
      case CallOutcome.Refused<ClusterApp>(Refusal(var _, var why)) ->
          "; and it could not be put back as it was: " + why;
      case CallOutcome.Unknown<ClusterApp>(String cause) ->
          "; and it may not be back as it was: " + cause;
    };
  }

  private CallOutcome<ClusterApp> awaitEnd(ClusterApp app, Call call) {
    for (Workload workload : app.workloads()) {
      CallOutcome<Workload> ended = awaitEnd(workload, call);
      if (!(ended instanceof CallOutcome.Done<Workload>)) {
        return then(ended, _ -> CallOutcome.done(app));
      }
    }
    return CallOutcome.done(app);
  }

  private CallOutcome<Workload> awaitEnd(Workload workload, Call call) {
    do {
      switch (inventory.pods(workload, call)) {
        case CallOutcome.Done<List<Pod>>(var pods) -> {
          if (pods.isEmpty()) {
            return CallOutcome.done(workload);
          }
        }
        case CallOutcome.Refused<List<Pod>>(Refusal(var kind, var why)) -> {
          if (kind != Refusal.Kind.RATE_LIMITED) {
            return CallOutcome.unknown("scaled to zero, but its pods cannot be seen: " + why);
          }
        }
        case CallOutcome.Unknown<List<Pod>> _ -> {
          // the order stands; a lost answer only makes the next question come later
        }
      }
    } while (pause(call));
    return CallOutcome.unknown(
        "%s in namespace '%s' is scaled to zero, but pods of it were still there in the end"
            .formatted(workload.process(), workload.namespace()));
  }

  private boolean pause(Call call) {
    try {
      ticker.pause(call.atMost(LOOK_EVERY));
      return !call.expired();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
