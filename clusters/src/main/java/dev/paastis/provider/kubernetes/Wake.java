// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.kubernetes;

import static dev.paastis.provider.kubernetes.Sequel.then;

import dev.paastis.app.Formation;
import dev.paastis.app.Formation.ProcessType;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings an app back: KEDA is let go first, since it would scale down again what it still holds
 * paused; then the workloads are scaled, those of one order together, the next once these are
 * ready.
 */
final class Wake {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final String AUTOSCALED = "autoscaled";

  private final Survey survey;
  private final Inventory inventory;
  private final Edits edits;
  private final Standing standing;
  private final Ticker ticker;

  Wake(Survey survey, Inventory inventory, Edits edits, Standing standing, Ticker ticker) {
    this.survey = survey;
    this.inventory = inventory;
    this.edits = edits;
    this.standing = standing;
    this.ticker = ticker;
  }

  CallOutcome<AppStatus.Running> run(String ref, Formation formation, Call call) {
    return then(survey.find(ref, call), app -> bringUp(app, wanted(app, formation), call));
  }

  /** Puts back what a sleep that was refused half way has done already. */
  CallOutcome<ClusterApp> undo(ClusterApp before, Formation formation, Call call) {
    return then(
        release(before, formation, call), app -> scale(app, app.workloads(), formation, call));
  }

  private CallOutcome<AppStatus.Running> bringUp(ClusterApp app, Formation wanted, Call call) {
    return then(release(app, wanted, call), released -> inOrder(released, wanted, call))
        .map(up -> new AppStatus.Running(up.upstream(), up.running()));
  }

  private static Formation wanted(ClusterApp app, Formation formation) {
    return formation.processes().isEmpty() ? app.formation() : formation;
  }

  private CallOutcome<ClusterApp> release(ClusterApp app, Formation wanted, Call call) {
    for (ScaledObject each : app.scaledObjects()) {
      String before = wanted.extras().getOrDefault(each.extra(), Annotations.NOTHING);
      var released = edits.scaledObject(each, now -> released(now, before), call);
      if (!(released instanceof CallOutcome.Done<ScaledObject>)) {
        return then(released, _ -> CallOutcome.done(app));
      }
    }
    return CallOutcome.done(app);
  }

  /** Its own note says what was there before; if somebody took the note away, the memory does. */
  private static Optional<Patch> released(ScaledObject now, String remembered) {
    boolean stillPaused = now.pausedWhenAwake().equals("0") && !remembered.equals("0");
    if (now.isMarked()) {
      return Optional.of(Patch.released(now.pausedWhenAwake()));
    }
    return stillPaused ? Optional.of(Patch.released(remembered)) : Optional.empty();
  }

  private CallOutcome<ClusterApp> inOrder(ClusterApp app, Formation wanted, Call call) {
    Map<Integer, List<Workload>> stages =
        app.workloads().stream()
            .collect(Collectors.groupingBy(Workload::order, TreeMap::new, Collectors.toList()));
    ClusterApp now = app;
    int left = stages.size();
    for (List<Workload> stage : stages.values()) {
      left--;
      CallOutcome<ClusterApp> scaled = scale(now, stage, wanted, call);
      if (left > 0) {
        scaled = then(scaled, up -> awaitReady(up, names(stage), call));
      }
      if (!(scaled instanceof CallOutcome.Done<ClusterApp>(ClusterApp up))) {
        return scaled;
      }
      now = up;
    }
    return CallOutcome.done(now);
  }

  private CallOutcome<ClusterApp> scale(
      ClusterApp app, List<Workload> stage, Formation wanted, Call call) {
    List<Workload> changed = new ArrayList<>(app.workloads());
    for (Workload each : stage) {
      switch (edits.workload(each, now -> scaled(app, now, wanted), call)) {
        case CallOutcome.Done<Workload>(Workload up) ->
            changed.replaceAll(old -> old.process().equals(up.process()) ? up : old);
        case CallOutcome.Refused<Workload>(Refusal(var kind, var why)) -> {
          return CallOutcome.refused(
              kind,
              "%s of app '%s' could not be scaled: %s".formatted(each.process(), app.ref(), why));
        }
        case CallOutcome.Unknown<Workload>(String cause) -> {
          return CallOutcome.unknown(cause);
        }
      }
    }
    return CallOutcome.done(app.with(changed));
  }

  private static Optional<Patch> scaled(ClusterApp app, Workload now, Formation wanted) {
    int target = target(app, now, wanted);
    boolean noted = now.annotations().containsKey(Annotations.REPLICAS);
    return target == now.scale().wanted() && !noted
        ? Optional.empty()
        : Optional.of(Patch.scaled(target));
  }

  /** A workload that came after the sleep is left as it is. */
  private static int target(ClusterApp app, Workload now, Formation wanted) {
    return wanted.processes().stream()
        .filter(process -> process.name().equals(now.process()))
        .findFirst()
        .map(process -> target(app, now, process))
        .orElseGet(() -> now.isOff() ? now.remembered().orElse(0) : now.scale().wanted());
  }

  /** An autoscaler has its way with what runs; what does not, it gets as it left it. */
  private static int target(ClusterApp app, Workload now, ProcessType process) {
    boolean autoscaled = process.size().startsWith(AUTOSCALED) || app.autoscaler(now).isPresent();
    if (!autoscaled || process.quantity() == 0) {
      return process.quantity();
    }
    int replicas = now.isOff() ? now.remembered().orElse(process.quantity()) : now.scale().wanted();
    return app.autoscaler(now).map(each -> each.within(replicas)).orElse(replicas);
  }

  private CallOutcome<ClusterApp> awaitReady(ClusterApp app, List<String> names, Call call) {
    while (pause(call)) {
      switch (inventory.workloads(app.ref().namespace(), call)) {
        case CallOutcome.Done<List<Workload>>(var found) -> {
          ClusterApp now =
              app.with(found.stream().filter(each -> Ref.of(each).equals(app.ref())).toList());
          List<Workload> stage =
              now.workloads().stream().filter(each -> names.contains(each.process())).toList();
          if (stage.stream().allMatch(each -> each.isOff() || each.isReady())) {
            return CallOutcome.done(now);
          }
          Optional<AppStatus.Crashed> crash = standing.crash(now, stage, call);
          if (crash.isPresent()) {
            return CallOutcome.refused(Refusal.Kind.CRASHED, crash.get().tail());
          }
        }
        case CallOutcome.Refused<List<Workload>>(var refusal) -> {
          if (refusal.kind() != Refusal.Kind.RATE_LIMITED) {
            return new CallOutcome.Refused<>(refusal);
          }
        }
        case CallOutcome.Unknown<List<Workload>> _ -> {
          // scaled already; a lost answer only makes the next question come later
        }
      }
    }
    return CallOutcome.unknown(
        "%s of app '%s' did not become ready in time, and what comes after waits for it"
            .formatted(String.join(", ", names), app.ref()));
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

  private static List<String> names(List<Workload> stage) {
    return stage.stream().map(Workload::process).toList();
  }
}
