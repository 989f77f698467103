// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle.What;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.app.Operation;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Observation;
import dev.paastis.provider.Provider;
import dev.paastis.schedule.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wake of one app. Whoever's conditional update takes the row from asleep to waking carries the
 * wake out; everybody else, in this process or another, follows the row.
 */
final class SingleWake {
  private static final Logger LOG = System.getLogger(SingleWake.class.getName());
  private static final Duration STOP_TIME = Duration.ofSeconds(30);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STORE_RETRY = Duration.ofMillis(250);

  private final Control control;
  private final WakeHistory history;
  private final ReadinessRace race;

  /** The last failure of each app with the version it led to, for those who follow. */
  private final Map<AppId, Verdict> failures = new ConcurrentHashMap<>();

  SingleWake(Control control, WakeHistory history, ReadinessRace race) {
    this.control = control;
    this.history = history;
    this.race = race;
  }

  /** Has the app awake, whatever its state. */
  WakeOutcome ensureAwake(TrackedApp seen, Cause cause) throws InterruptedException {
    Deadline deadline = Deadline.after(seen.app().settings().wakeTimeout(), control.ticker());
    Optional<TrackedApp> current = control.directory().find(seen.id());
    while (current.isPresent()) {
      TrackedApp app = current.get();
      switch (app.state()) {
        case AppState.Awake(var _, var upstream, var _) -> {
          return new WakeOutcome.Ready(upstream);
        }
        case AppState.Waking _ -> {
          return follow(app, deadline);
        }
        case AppState.FallingAsleep _ -> {
          current = awaitChange(app, deadline);
          if (current.isPresent() && current.get().version() == app.version()) {
            return tooLate("it is still being stopped");
          }
        }
        case AppState.Asleep asleep -> {
          Optional<WakeOutcome> outcome = tryWake(app, asleep, cause, deadline);
          if (outcome.isPresent()) {
            return outcome.get();
          }
          current = control.reload(app.id());
        }
        case AppState.Unknown unknown -> {
          Optional<WakeOutcome> stuck = resolve(app, unknown, deadline);
          if (stuck.isPresent()) {
            return stuck.get();
          }
          current = control.reload(app.id());
        }
      }
    }
    return new WakeOutcome.NoSuchApp();
  }

  WakeOutcome takeUp(TrackedApp app, AppState.Waking waking) throws InterruptedException {
    Operation operation = control.begin(waking.operation().cause());
    try {
      Optional<TrackedApp> mine =
          control
              .lifecycle()
              .apply(
                  app,
                  waking.takenUpBy(operation),
                  What.of(
                      EventType.TAKEN_UP,
                      Cause.of(Cause.Kind.RECOVERY, "a wake was left half done")));
      Deadline deadline = Deadline.after(app.app().settings().wakeTimeout(), control.ticker());
      return mine.isPresent()
          ? carryOut(mine.get(), waking.takenUpBy(operation), deadline)
          : follow(app, deadline);
    } finally {
      control.end(operation);
    }
  }

  /** Empty when somebody else was faster. */
  private Optional<WakeOutcome> tryWake(
      TrackedApp app, AppState.Asleep asleep, Cause cause, Deadline deadline)
      throws InterruptedException {
    Operation operation = control.begin(cause);
    try {
      AppState.Waking waking = asleep.toWaking(operation.startedAt(), operation);
      Optional<TrackedApp> mine =
          control.lifecycle().apply(app, waking, What.of(EventType.WAKE_STARTED, cause));
      return mine.isPresent()
          ? Optional.of(carryOut(mine.get(), waking, deadline))
          : Optional.empty();
    } finally {
      control.end(operation);
    }
  }

  private WakeOutcome carryOut(TrackedApp app, AppState.Waking waking, Deadline deadline)
      throws InterruptedException {
    long begun = control.ticker().nanos();
    Provider provider = control.providerOf(app);
    var started = provider.start(app.app().ref(), waking.formation(), waking.operation(), deadline);
    return switch (started) {
      case CallOutcome.Done<AppStatus.Running>(var running) ->
          race(new Wake(app, waking, provider, begun), running, deadline);
      case CallOutcome.Refused<AppStatus.Running>(var refusal) ->
          fail(
              new Wake(app, waking, provider, begun),
              new WakeOutcome.Failed(WakeOutcome.Failure.REFUSED, refusal.message()),
              "");
      case CallOutcome.Unknown<AppStatus.Running>(String cause) ->
          askAfterUnknownStart(new Wake(app, waking, provider, begun), cause, deadline);
    };
  }

  /** The start may or may not have been carried out: the provider says which. */
  private WakeOutcome askAfterUnknownStart(Wake wake, String cause, Deadline deadline)
      throws InterruptedException {
    while (!deadline.expired()) {
      var status = wake.provider().status(wake.ref(), deadline);
      if (status instanceof CallOutcome.Done<AppStatus>(AppStatus.Running running)) {
        return race(wake, running, deadline);
      }
      if (status instanceof CallOutcome.Done<AppStatus>) {
        break;
      }
      control.ticker().pause(wake.provider().readiness(wake.ref()).statusEvery());
    }
    return fail(wake, new WakeOutcome.Failed(WakeOutcome.Failure.UNKNOWN, cause), "");
  }

  private WakeOutcome race(Wake wake, AppStatus.Running running, Deadline deadline)
      throws InterruptedException {
    var course =
        new ReadinessRace.Course(
            wake.provider(), wake.ref(), running, estimate(wake.app().id()).orElse(null));
    return switch (race.run(course, wake.begunNanos(), deadline)) {
      case ReadinessRace.Finish.Ready(var ready) -> succeed(wake, ready);
      case ReadinessRace.Finish.Stopped(var status) -> stoppedByItself(wake, status);
      case ReadinessRace.Finish.TooLate() ->
          fail(
              wake,
              tooLate("it was not ready within " + wake.app().app().settings().wakeTimeout()),
              tail(wake));
    };
  }

  private WakeOutcome succeed(Wake wake, AppStatus.Running ready) throws InterruptedException {
    Duration took = Duration.ofNanos(control.ticker().nanos() - wake.begunNanos());
    AppState awake =
        wake.waking().toAwake(control.lifecycle().now(), ready.upstream(), ready.formation());
    Cause cause = wake.waking().operation().cause();
    What what =
        new What(EventType.WOKEN, cause, Map.of("duration-ms", String.valueOf(took.toMillis())));
    Optional<TrackedApp> stored = store(wake, awake, what);
    if (stored.isEmpty()) {
      return follow(
          wake.app(), Deadline.after(wake.app().app().settings().wakeTimeout(), control.ticker()));
    }
    remember(wake, took, cause);
    return new WakeOutcome.Ready(ready.upstream());
  }

  private WakeOutcome stoppedByItself(Wake wake, AppStatus status) throws InterruptedException {
    String detail = Observation.describe(status);
    String tail = status instanceof AppStatus.Crashed crashed ? crashed.tail() : tail(wake);
    return fail(wake, new WakeOutcome.Failed(WakeOutcome.Failure.CRASHED, detail), tail);
  }

  /** Leaves nothing running, then tells. */
  private WakeOutcome fail(Wake wake, WakeOutcome.Failed failed, String tail)
      throws InterruptedException {
    var stopped = wake.provider().stop(wake.ref(), Deadline.after(STOP_TIME, control.ticker()));
    AppState next =
        stopped instanceof CallOutcome.Done<AppStatus.Stopped>
            ? wake.waking().backToAsleep(control.lifecycle().now())
            : wake.waking().toUnknown(control.lifecycle().now(), failed.detail());
    Map<String, String> details =
        tail.isEmpty()
            ? Map.of("reason", failed.detail())
            : Map.of("reason", failed.detail(), "tail", tail);
    failures.put(wake.app().id(), new Verdict(wake.app().version() + 1, failed));
    var _ =
        store(
            wake,
            next,
            new What(EventType.WAKE_FAILED, wake.waking().operation().cause(), details));
    return failed;
  }

  /**
   * Stores the end of a wake. The provider has acted already, so a store that is away for a while
   * is waited for; what cannot be stored even then is taken up later, since the row still names the
   * operation.
   */
  private Optional<TrackedApp> store(Wake wake, AppState next, What what)
      throws InterruptedException {
    Deadline patience = Deadline.after(STORE_PATIENCE, control.ticker());
    while (true) {
      try {
        Optional<TrackedApp> stored = control.lifecycle().apply(wake.app(), next, what);
        return stored.isPresent() ? stored : ownTransition(wake, next);
      } catch (StoreUnavailableException e) {
        if (patience.expired()) {
          throw e;
        }
        control.ticker().pause(STORE_RETRY);
      }
    }
  }

  /** An update whose answer was lost may have been carried out: then the row shows our state. */
  private Optional<TrackedApp> ownTransition(Wake wake, AppState next) {
    return control
        .reload(wake.app().id())
        .filter(row -> row.version() == wake.app().version() + 1 && row.state().equals(next));
  }

  private WakeOutcome follow(TrackedApp app, Deadline deadline) throws InterruptedException {
    Optional<TrackedApp> ended =
        control
            .directory()
            .await(app.id(), row -> !(row.state() instanceof AppState.Waking), deadline);
    if (ended.isEmpty()) {
      return control.directory().find(app.id()).isEmpty()
          ? new WakeOutcome.NoSuchApp()
          : tooLate("the wake under way did not end in time");
    }
    if (ended.get().state() instanceof AppState.Awake awake) {
      return new WakeOutcome.Ready(awake.upstream());
    }
    Verdict verdict = failures.get(app.id());
    return verdict != null && verdict.version() == ended.get().version()
        ? verdict.failed()
        : new WakeOutcome.Failed(WakeOutcome.Failure.UNKNOWN, "the wake under way failed");
  }

  private Optional<TrackedApp> awaitChange(TrackedApp app, Deadline deadline)
      throws InterruptedException {
    Optional<TrackedApp> changed =
        control.directory().await(app.id(), row -> row.version() > app.version(), deadline);
    return changed.isPresent() ? changed : control.directory().find(app.id());
  }

  /** Asks the provider about an app of which nothing is known; empty when the row was resolved. */
  private Optional<WakeOutcome> resolve(
      TrackedApp app, AppState.Unknown unknown, Deadline deadline) {
    return switch (control.providerOf(app).status(app.app().ref(), deadline)) {
      case CallOutcome.Done<AppStatus>(AppStatus status) -> {
        Observation.of(app, status, control.lifecycle().now())
            .ifPresent(seen -> control.lifecycle().apply(app, seen.state(), seen.what()));
        yield status instanceof AppStatus.Gone
            ? Optional.of(new WakeOutcome.NoSuchApp())
            : Optional.empty();
      }
      case CallOutcome.Refused<AppStatus>(var refusal) ->
          Optional.of(new WakeOutcome.Failed(WakeOutcome.Failure.REFUSED, refusal.message()));
      case CallOutcome.Unknown<AppStatus>(String cause) ->
          Optional.of(
              new WakeOutcome.Failed(
                  WakeOutcome.Failure.UNKNOWN, unknown.cause() + "; asked again: " + cause));
    };
  }

  private Optional<WakeEstimate> estimate(AppId id) {
    try {
      return history.estimate(id);
    } catch (StoreUnavailableException e) {
      return Optional.empty(); // only the pace of the probes depends on it
    }
  }

  private void remember(Wake wake, Duration took, Cause cause) {
    try {
      history.woken(wake.app().id(), wake.waking().since(), took, cause);
    } catch (StoreUnavailableException e) {
      LOG.log(Level.WARNING, "the wake of {0} is missing in its history", wake.ref());
    }
  }

  private static String tail(Wake wake) {
    return String.join("\n", wake.provider().output(wake.ref(), Observation.TAIL_LINES));
  }

  private static WakeOutcome.Failed tooLate(String detail) {
    return new WakeOutcome.Failed(WakeOutcome.Failure.TIMED_OUT, detail);
  }

  private record Wake(TrackedApp app, AppState.Waking waking, Provider provider, long begunNanos) {
    String ref() {
      return app.app().ref();
    }
  }

  private record Verdict(long version, WakeOutcome.Failed failed) {}
}
