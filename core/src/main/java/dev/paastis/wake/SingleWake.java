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
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Observation;
import dev.paastis.provider.Priority;
import dev.paastis.provider.Provider;
import dev.paastis.schedule.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The wake of one app. Whoever's conditional update takes the row from asleep to waking carries the
 * wake out; everybody else, in this process or another, follows the row.
 */
final class SingleWake {
  private static final Logger LOG = System.getLogger(SingleWake.class.getName());
  private static final String BROKEN = "the wake broke inside Paastis; its log says why";
  private static final String OUT_OF_BOUNDS =
      "its address is not on the Internet, and people added its account; the operator allows"
          + " addresses by gateway.private-upstreams";
  private static final Duration STOP_TIME = Duration.ofSeconds(30);

  private final Control control;
  private final WakeHistory history;
  private final ReadinessRace race;
  private final WakeHooks hooks;

  /** The last failure of each app with the version it led to, for those who follow. */
  private final Map<AppId, Verdict> failures = new ConcurrentHashMap<>();

  SingleWake(Control control, WakeHistory history, ReadinessRace race, WakeHooks hooks) {
    this.control = control;
    this.history = history;
    this.race = race;
    this.hooks = hooks;
  }

  /** Has the app awake, whatever its state. */
  WakeOutcome ensureAwake(TrackedApp seen, Cause cause) throws InterruptedException {
    Deadline deadline = Deadline.after(seen.app().settings().wakeTimeout(), control.ticker());
    Optional<TrackedApp> current = control.directory().find(seen.id());
    while (current.isPresent()) {
      TrackedApp app = current.get();
      switch (app.state()) {
        case AppState.Awake(var _, var upstream, var _, var _) -> {
          return new WakeOutcome.Ready(upstream);
        }
        case AppState.Waking _ -> {
          Optional<WakeOutcome> outcome = follow(app, deadline);
          if (outcome.isPresent()) {
            return outcome.get();
          }
          current = control.directory().find(app.id());
        }
        case AppState.FallingAsleep _ -> {
          current = awaitChange(app, deadline);
          if (deadline.expired()) {
            return tooLate("it is still being stopped");
          }
        }
        case AppState.Asleep asleep -> {
          Optional<WakeOutcome> outcome = tryWake(app, asleep, cause, deadline);
          if (outcome.isPresent()) {
            return outcome.get();
          }
          current = control.directory().find(app.id());
        }
        case AppState.Unknown unknown -> {
          Optional<WakeOutcome> stuck = resolve(app, unknown, deadline);
          if (stuck.isPresent()) {
            return stuck.get();
          }
          current = control.directory().find(app.id());
        }
      }
    }
    return new WakeOutcome.NoSuchApp();
  }

  WakeOutcome takeUp(TrackedApp app, AppState.Waking waking) throws InterruptedException {
    var _ = control.providerOf(app); // an engine without the account leaves the row to others
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
          : followToTheEnd(app, deadline);
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
    Provider provider = control.providerOf(app);
    Wake wake = new Wake(app, waking, provider, control.ticker().nanos());
    try {
      hooks.before(app, waking.operation().cause());
      return start(wake, deadline);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "the wake of " + wake.ref() + " broke", e);
      return fail(wake, new WakeOutcome.Failed(WakeOutcome.Failure.UNKNOWN, BROKEN), "");
    }
  }

  private WakeOutcome start(Wake wake, Deadline deadline) throws InterruptedException {
    AppState.Waking waking = wake.waking();
    var started =
        wake.provider().start(wake.ref(), waking.formation(), waking.operation(), urgent(deadline));
    return switch (started) {
      case CallOutcome.Done<AppStatus.Running>(var running) -> race(wake, running, deadline);
      case CallOutcome.Refused<AppStatus.Running>(var refusal) ->
          fail(wake, new WakeOutcome.Failed(WakeOutcome.Failure.REFUSED, refusal.message()), "");
      case CallOutcome.Unknown<AppStatus.Running>(String cause) ->
          askAfterUnknownStart(wake, cause, deadline);
    };
  }

  /** The start may or may not have been carried out: the provider says which. */
  private WakeOutcome askAfterUnknownStart(Wake wake, String cause, Deadline deadline)
      throws InterruptedException {
    while (!deadline.expired()) {
      var status = wake.provider().status(wake.ref(), urgent(deadline));
      if (status instanceof CallOutcome.Done<AppStatus>(AppStatus.Running running)) {
        return race(wake, running, deadline);
      }
      if (status instanceof CallOutcome.Done<AppStatus>(AppStatus.Starting starting)) {
        return race(wake, starting.begun(), deadline);
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
            wake.provider(),
            wake.app().app().account(),
            wake.ref(),
            running,
            estimate(wake.app().id()).orElse(null));
    return switch (race.run(course, wake.begunNanos(), deadline)) {
      case ReadinessRace.Finish.Ready(var ready) -> succeed(wake, ready);
      case ReadinessRace.Finish.Stopped(var status) -> stoppedByItself(wake, status);
      case ReadinessRace.Finish.OutOfBounds(var upstream) -> outOfBounds(wake, upstream);
      case ReadinessRace.Finish.TooLate() ->
          fail(
              wake,
              tooLate(
                  "it was not ready within %d s"
                      .formatted(wake.app().app().settings().wakeTimeout().toSeconds())),
              tail(wake));
    };
  }

  private WakeOutcome succeed(Wake wake, AppStatus.Running ready) throws InterruptedException {
    Duration took = Duration.ofNanos(control.ticker().nanos() - wake.begunNanos());
    Instant now = control.lifecycle().now();
    AppState.Awake ran = wake.waking().toAwake(now, ready.upstream(), ready.formation());
    Cause cause = wake.waking().operation().cause();
    Instant handled = handledAt(cause);
    AppState awake = handled == null ? ran : ran.handled(handled);
    What what =
        new What(EventType.WOKEN, cause, Map.of("duration-ms", String.valueOf(took.toMillis())));
    if (control.finish(wake.app(), awake, what).isEmpty()) {
      return followTheOther(wake);
    }
    remember(wake, took, cause);
    return new WakeOutcome.Ready(ready.upstream());
  }

  /**
   * What was started ahead of an hour is left alone for a while from that hour on, and so are those
   * that woke with its group. Whoever wants an app awake for longer than its timeouts pins it.
   */
  private static @Nullable Instant handledAt(Cause cause) {
    String ready = cause.details().get(Wakes.READY_AT);
    return ready == null ? null : Instant.parse(ready);
  }

  /** Visitors read the detail: where the app is, they are not told. */
  private WakeOutcome outOfBounds(Wake wake, Upstream upstream) throws InterruptedException {
    LOG.log(Level.WARNING, "app={0} is at {1}: {2}", wake.ref(), upstream, OUT_OF_BOUNDS);
    return fail(
        wake, new WakeOutcome.Failed(WakeOutcome.Failure.ADDRESS_REFUSED, OUT_OF_BOUNDS), "");
  }

  private WakeOutcome stoppedByItself(Wake wake, AppStatus status) throws InterruptedException {
    String detail = Observation.describe(status);
    String tail = status instanceof AppStatus.Crashed crashed ? crashed.tail() : tail(wake);
    return fail(wake, new WakeOutcome.Failed(WakeOutcome.Failure.CRASHED, detail), tail);
  }

  /** Leaves nothing running, then tells; nothing of that if somebody else has taken it up. */
  private WakeOutcome fail(Wake wake, WakeOutcome.Failed failed, String tail)
      throws InterruptedException {
    if (!control.stillHolds(wake.app())) {
      return followTheOther(wake);
    }
    var stopped = wake.provider().stop(wake.ref(), Call.wake(STOP_TIME, control.ticker()));
    AppState next =
        stopped instanceof CallOutcome.Done<AppStatus.Stopped>
            ? wake.waking().backToAsleep(control.lifecycle().now())
            : wake.waking().toUnknown(control.lifecycle().now(), failed.detail());
    Map<String, String> details =
        tail.isEmpty()
            ? Map.of("reason", failed.detail())
            : Map.of("reason", failed.detail(), "tail", tail);
    failures.put(wake.app().id(), new Verdict(wake.app().version() + 1, failed));
    Cause cause = wake.waking().operation().cause();
    var _ = control.finish(wake.app(), next, new What(EventType.WAKE_FAILED, cause, details));
    return failed;
  }

  private WakeOutcome followTheOther(Wake wake) throws InterruptedException {
    Duration time = wake.app().app().settings().wakeTimeout();
    return followToTheEnd(wake.app(), Deadline.after(time, control.ticker()));
  }

  private WakeOutcome followToTheEnd(TrackedApp app, Deadline deadline)
      throws InterruptedException {
    return follow(app, deadline)
        .orElseGet(
            () -> new WakeOutcome.Failed(WakeOutcome.Failure.UNKNOWN, "somebody else woke it"));
  }

  /**
   * Waits for the end of a wake that somebody else carries out; empty when it ended, but not awake,
   * and the row has moved on since: what it shows now is not that wake's failure.
   */
  private Optional<WakeOutcome> follow(TrackedApp app, Deadline deadline)
      throws InterruptedException {
    Optional<TrackedApp> ended =
        control
            .directory()
            .await(app.id(), row -> !(row.state() instanceof AppState.Waking), deadline);
    if (ended.isEmpty()) {
      return Optional.of(
          control.directory().find(app.id()).isEmpty()
              ? new WakeOutcome.NoSuchApp()
              : tooLate("the wake under way did not end in time"));
    }
    if (ended.get().state() instanceof AppState.Awake awake) {
      return Optional.of(new WakeOutcome.Ready(awake.upstream()));
    }
    return failureOf(app, ended.get());
  }

  private Optional<WakeOutcome> failureOf(TrackedApp waking, TrackedApp ended) {
    Verdict verdict = failures.get(ended.id());
    if (verdict != null && verdict.version() == ended.version()) {
      return Optional.of(verdict.failed());
    }
    return ended.version() == waking.version() + 1
        ? Optional.of(
            new WakeOutcome.Failed(WakeOutcome.Failure.UNKNOWN, "the wake under way failed"))
        : Optional.empty();
  }

  private Optional<TrackedApp> awaitChange(TrackedApp app, Deadline deadline)
      throws InterruptedException {
    Optional<TrackedApp> changed =
        control.directory().await(app.id(), row -> row.version() > app.version(), deadline);
    return changed.isPresent() ? changed : control.directory().find(app.id());
  }

  /** Asks the provider about an app of which nothing is known; empty when the row was resolved. */
  private Optional<WakeOutcome> resolve(TrackedApp app, AppState.Unknown unknown, Deadline deadline)
      throws InterruptedException {
    Provider provider = control.providerOf(app);
    return switch (provider.status(app.app().ref(), urgent(deadline))) {
      case CallOutcome.Done<AppStatus>(AppStatus.Starting _) -> {
        control.ticker().pause(deadline.atMost(provider.readiness(app.app().ref()).statusEvery()));
        yield deadline.expired()
            ? Optional.of(tooLate("somebody else's start of it did not end in time"))
            : Optional.empty();
      }
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

  /** The app is awake already: whatever goes wrong here must not look like a wake that failed. */
  private void remember(Wake wake, Duration took, Cause cause) {
    try {
      history.woken(wake.app().id(), wake.waking().since(), took, cause);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the wake of " + wake.ref() + " is missing in its history", e);
    }
  }

  private static Call urgent(Deadline deadline) {
    return new Call(Priority.WAKE, deadline);
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
