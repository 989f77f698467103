// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppLifecycle.What;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.app.Group;
import dev.paastis.app.Operation;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.Observation;
import dev.paastis.provider.Provider;
import dev.paastis.schedule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The sleep of one app: remember the formation, have the gateways hold new requests, look once more
 * for signs of life, stop, confirm. A request that arrives meanwhile is held by the gateways and
 * calls the sleep off while that is still possible; afterwards its wake follows the stop.
 */
final class SingleSleep {
  private static final Duration STATUS_TIME = Duration.ofSeconds(30);
  private static final Duration GATEWAYS_TIME = Duration.ofSeconds(2);
  private static final Duration STOP_TIME = Duration.ofMinutes(2);
  private static final Duration DRAIN_TIME = Duration.ofSeconds(10);
  private static final Duration DRAIN_LOOK = Duration.ofMillis(50);

  private final Control control;
  private final Gateways gateways;
  private final Idleness idleness;

  SingleSleep(Control control, Gateways gateways, Idleness idleness) {
    this.control = control;
    this.gateways = gateways;
    this.idleness = idleness;
  }

  SleepOutcome sleep(TrackedApp seen, Cause cause) throws InterruptedException {
    TrackedApp app = control.directory().find(seen.id()).orElse(seen);
    return switch (app.state()) {
      case AppState.Awake awake -> begin(app, awake, cause);
      case AppState.Asleep _ -> new SleepOutcome.Asleep();
      case AppState.FallingAsleep _ -> follow(app);
      case AppState.Waking _ -> new SleepOutcome.CalledOff("it is being woken");
      case AppState.Unknown unknown ->
          new SleepOutcome.Failed("its state is unknown: " + unknown.cause());
    };
  }

  SleepOutcome takeUp(TrackedApp app, AppState.FallingAsleep falling) throws InterruptedException {
    var _ = control.providerOf(app); // an engine without the account leaves the row to others
    Operation operation = control.begin(falling.operation().cause());
    try {
      AppState.FallingAsleep mine = falling.takenUpBy(operation);
      What what =
          What.of(EventType.TAKEN_UP, Cause.of(Cause.Kind.RECOVERY, "a sleep was left half done"));
      Optional<TrackedApp> row = control.lifecycle().apply(app, mine, what);
      return row.isPresent() ? carryOut(new Fall(row.get(), mine)) : follow(app);
    } finally {
      control.end(operation);
    }
  }

  private SleepOutcome begin(TrackedApp app, AppState.Awake awake, Cause cause)
      throws InterruptedException {
    var status = control.providerOf(app).status(app.app().ref(), call(STATUS_TIME));
    if (!(status instanceof CallOutcome.Done<AppStatus>(AppStatus.Running running))) {
      return notRunning(app, status);
    }
    Operation operation = control.begin(cause);
    try {
      AppState.FallingAsleep falling =
          awake.toFallingAsleep(operation.startedAt(), operation).remembering(running.formation());
      Optional<TrackedApp> row =
          control.lifecycle().apply(app, falling, What.of(EventType.SLEEP_STARTED, cause));
      return row.isPresent()
          ? carryOut(new Fall(row.get(), falling))
          : new SleepOutcome.CalledOff("its state changed meanwhile");
    } finally {
      control.end(operation);
    }
  }

  private SleepOutcome notRunning(TrackedApp app, CallOutcome<AppStatus> status) {
    return switch (status) {
      case CallOutcome.Done<AppStatus>(AppStatus.Starting _) ->
          new SleepOutcome.CalledOff("it is being started at the provider");
      case CallOutcome.Done<AppStatus>(AppStatus found) -> {
        Observation.of(app, found, control.lifecycle().now())
            .ifPresent(seen -> control.lifecycle().apply(app, seen.state(), seen.what()));
        yield new SleepOutcome.Asleep();
      }
      case CallOutcome.Refused<AppStatus>(var refusal) ->
          new SleepOutcome.Failed(refusal.message());
      case CallOutcome.Unknown<AppStatus>(String cause) -> new SleepOutcome.Failed(cause);
    };
  }

  private SleepOutcome carryOut(Fall fall) throws InterruptedException {
    Gateways.Quiet quiet = gateways.holdNewRequests(fall.app().id(), within(GATEWAYS_TIME));
    if (quiet == null) {
      return callOff(fall, "not every gateway answered in time");
    }
    Optional<String> member = stirringMember(fall.app());
    if (member.isPresent()) {
      return callOff(fall, member.get() + ", which needs it, is being woken");
    }
    if (fall.byPerson()) {
      drain(fall);
    } else if (stirs(fall, quiet)) {
      return callOff(fall, "a request arrived");
    }
    return stop(fall);
  }

  /**
   * A member that needs this one and is awake again, or any that is being woken. Its wake looks at
   * this row after it has written its own, and this looks after having written its own: at least
   * one of the two sees the other. The rows are read anew, since another engine may wake it.
   */
  private Optional<String> stirringMember(TrackedApp app) throws InterruptedException {
    for (TrackedApp member : control.directory().groupOf(app)) {
      if (!member.id().equals(app.id())
          && control.reread(member).filter(now -> needs(now, app)).isPresent()) {
        return Optional.of(member.app().name());
      }
    }
    return Optional.empty();
  }

  private static boolean needs(TrackedApp member, TrackedApp app) {
    return switch (member.state()) {
      case AppState.Waking _ -> true;
      case AppState.Awake _ -> order(member) > order(app);
      case AppState.FallingAsleep _, AppState.Asleep _, AppState.Unknown _ -> false;
    };
  }

  private static int order(TrackedApp app) {
    Group group = app.app().group();
    return group == null ? 0 : group.order();
  }

  private boolean stirs(Fall fall, Gateways.Quiet quiet) {
    Instant last = quiet.lastActivity();
    Cause.Kind kind = fall.falling().operation().cause().kind();
    Duration needed =
        idleness.quietFor(fall.app(), kind == Cause.Kind.WINDOW, fall.falling().since());
    Instant idleSince = fall.falling().since().minus(needed);
    return quiet.inFlight() > 0 || quiet.waiting() > 0 || (last != null && last.isAfter(idleSince));
  }

  /** Lets requests in flight finish for a while: who asked for this sleep is a person. */
  private void drain(Fall fall) throws InterruptedException {
    Deadline end = within(DRAIN_TIME);
    while (gateways.activity(fall.app().id()).inFlight() > 0 && !end.expired()) {
      control.ticker().pause(DRAIN_LOOK);
    }
  }

  private SleepOutcome stop(Fall fall) throws InterruptedException {
    if (!control.stillHolds(fall.app())) {
      return follow(fall.app());
    }
    Provider provider = control.providerOf(fall.app());
    return switch (provider.stop(fall.ref(), call(STOP_TIME))) {
      case CallOutcome.Done<AppStatus.Stopped> _ -> asleep(fall);
      case CallOutcome.Refused<AppStatus.Stopped>(var refusal) ->
          failed(fall, fall.falling().backToAwake(), refusal.message());
      case CallOutcome.Unknown<AppStatus.Stopped>(String cause) -> ask(fall, provider, cause);
    };
  }

  /** The stop may or may not have been carried out: the provider says which. */
  private SleepOutcome ask(Fall fall, Provider provider, String cause) throws InterruptedException {
    return switch (provider.status(fall.ref(), call(STATUS_TIME))) {
      case CallOutcome.Done<AppStatus>(AppStatus.Running _),
          CallOutcome.Done<AppStatus>(AppStatus.Starting _) ->
          failed(fall, fall.falling().backToAwake(), cause);
      case CallOutcome.Done<AppStatus> _ -> asleep(fall);
      case CallOutcome.Refused<AppStatus> _, CallOutcome.Unknown<AppStatus> _ ->
          failed(fall, fall.falling().toUnknown(control.lifecycle().now(), cause), cause);
    };
  }

  private SleepOutcome asleep(Fall fall) throws InterruptedException {
    Cause cause = fall.falling().operation().cause();
    var _ =
        control.finish(
            fall.app(),
            fall.falling().toAsleep(control.lifecycle().now()),
            What.of(EventType.FELL_ASLEEP, cause));
    return new SleepOutcome.Asleep();
  }

  private SleepOutcome failed(Fall fall, AppState next, String why) throws InterruptedException {
    Cause cause = fall.falling().operation().cause();
    What what = new What(EventType.SLEEP_FAILED, cause, Map.of("reason", why));
    var _ = control.finish(fall.app(), next, what);
    return new SleepOutcome.Failed(why);
  }

  private SleepOutcome callOff(Fall fall, String why) throws InterruptedException {
    var _ = control.finish(fall.app(), fall.falling().backToAwake(), Sleeper.calledOff(why));
    return new SleepOutcome.CalledOff(why);
  }

  private SleepOutcome follow(TrackedApp app) throws InterruptedException {
    Optional<TrackedApp> ended =
        control
            .directory()
            .await(
                app.id(),
                row -> !(row.state() instanceof AppState.FallingAsleep),
                within(STOP_TIME));
    if (ended.isEmpty()) {
      return new SleepOutcome.Failed("the sleep under way did not end in time");
    }
    return ended.get().state() instanceof AppState.Awake
        ? new SleepOutcome.CalledOff("the sleep under way was called off")
        : new SleepOutcome.Asleep();
  }

  private Call call(Duration time) {
    return Call.sleep(time, control.ticker());
  }

  private Deadline within(Duration time) {
    return Deadline.after(time, control.ticker());
  }

  private record Fall(TrackedApp app, AppState.FallingAsleep falling) {
    String ref() {
      return app.app().ref();
    }

    boolean byPerson() {
      return falling.operation().cause().kind() == Cause.Kind.PERSON;
    }
  }
}
