// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.fleet.MemoryApps;
import dev.paastis.fleet.MemoryHistory;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.Reconciler;
import dev.paastis.pause.SleepOutcome;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.Control;
import dev.paastis.provider.Discoveries;
import dev.paastis.schedule.Deadline;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Waker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One engine as a process of its own, which can be killed at any step. */
final class SimulatedEngine {
  final EngineId id;
  final Steps.Machine process;
  final AppDirectory directory = new AppDirectory();
  final Control control;
  final List<WakeOutcome> woken = new ArrayList<>();
  private final Steps steps;
  private final AppLifecycle lifecycle;
  private final SimulatedPlatform.View platform;
  private final Waker waker;
  private final Sleeper sleeper;
  private final Reconciler reconciler;
  private int unanswered;
  private @Nullable Throwable broken;

  SimulatedEngine(
      EngineId id,
      Steps steps,
      SimulatedStore store,
      SimulatedPlatform platforms,
      Supplier<Gateways.@Nullable Quiet> gateway) {
    this.id = id;
    this.steps = steps;
    this.process = steps.new Machine();
    this.platform = platforms.seenBy(process);
    this.lifecycle = new AppLifecycle(store, () -> Instant.EPOCH.plusNanos(steps.nanos()));
    lifecycle.listen(directory);
    this.control = new Control(id, lifecycle, directory, _ -> platform, steps);
    MemoryHistory history = new MemoryHistory();
    PolicyBook rules = PolicyBook.empty();
    var guard =
        new WakeGuard(
            control,
            rules,
            new WakeGuard.Log(history, new MemoryApps()),
            new WakeBudget(10_000, 10_000));
    this.waker = new Waker(control, guard, history, platform);
    this.sleeper = new Sleeper(control, new SimulatedGateways(gateway), rules);
    this.reconciler =
        new Reconciler(control, waker, sleeper, task -> run("worker", task), Discoveries.IGNORED);
    store.truth().forEach(lifecycle::publish);
  }

  /** Hears of others' changes; an engine that is alone on its database does without. */
  void followOthers(SimulatedStore store) {
    store.feed(app -> run("feed", () -> follow(app)));
  }

  void wake(TrackedApp app, Cause cause) {
    unanswered++;
    run(
        "wake",
        () -> {
          woken.add(waker.wake(app.id(), cause));
          unanswered--;
        });
  }

  void sleep(TrackedApp app, Cause cause) {
    unanswered++;
    run(
        "sleep",
        () -> {
          SleepOutcome _ = sleeper.sleep(app.id(), cause);
          unanswered--;
        });
  }

  void discover() {
    run(
        "discovery",
        () ->
            directory.all().stream()
                .findFirst()
                .ifPresent(app -> reconciler.discover(app.app().account())));
  }

  void takeUp(Supplier<Set<EngineId>> alive) {
    run("recovery", () -> unlessStoreIsAway(() -> reconciler.takeUp(alive)));
  }

  /** Wishes that were never answered. */
  int unanswered() {
    return unanswered;
  }

  @Nullable Throwable broken() {
    return broken;
  }

  private void run(String name, Runnable task) {
    process.start(
        name,
        () -> {
          try {
            unlessStoreIsAway(task);
          } catch (Throwable e) {
            broken = e;
          }
        });
  }

  private static void unlessStoreIsAway(Runnable task) {
    try {
      task.run();
    } catch (StoreUnavailableException e) {
      // What the engine's own loops do: the next round comes.
    }
  }

  /** Reads until the store answers, as the feed does when it begins to follow again. */
  private void follow(AppId app) {
    while (true) {
      try {
        var _ = lifecycle.reload(app);
        return;
      } catch (StoreUnavailableException e) {
        try {
          steps.pause(Duration.ofMillis(200));
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private record SimulatedGateways(Supplier<Gateways.@Nullable Quiet> quiet) implements Gateways {
    @Override
    public @Nullable Quiet holdNewRequests(AppId app, Deadline deadline) {
      Steps.giveWay();
      return quiet.get();
    }

    @Override
    public Quiet activity(AppId app) {
      return new Quiet(0, 0, null);
    }

    @Override
    public Map<AppId, Instant> drainActivity() {
      return Map.of();
    }
  }
}
