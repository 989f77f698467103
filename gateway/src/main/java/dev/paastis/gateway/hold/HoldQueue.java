// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.hold;

import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.SpaceId;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.Target;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes apps for the requests that need them, one wake per app however many wait, and bounds how
 * many wait. Safe for use by many threads.
 *
 * <p><b>Nobody is left waiting.</b> A wake ends in three steps: its outcome is set, it leaves the
 * map of wakes under way, every loop is told. A request joins in three: it takes the wake from the
 * map, enters its loop's list, looks for an outcome. Found in the map, the wake has not told the
 * loop yet, or has told it something that the loop will only do after the request has entered.
 */
public final class HoldQueue {
  /** Long enough for a plain refresh to see why the app did not start. */
  private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(HoldQueue.class.getName());

  private final HoldLimits limits;
  private final Wakes wakes;
  private final Ticker ticker;
  private final Map<AppId, WakeCall> underWay = new ConcurrentHashMap<>();
  private final Map<AppId, Setback> setbacks = new ConcurrentHashMap<>();
  private final Map<SpaceId, AtomicInteger> bySpace = new ConcurrentHashMap<>();
  private final List<HoldLane> lanes = new CopyOnWriteArrayList<>();

  private volatile WakeWatch watch = (_, _) -> {};

  private record Setback(WakeOutcome outcome, long atNanos) {}

  /** A queue without lanes. */
  public HoldQueue(HoldLimits limits, Wakes wakes, Ticker ticker) {
    this.limits = limits;
    this.wakes = wakes;
    this.ticker = ticker;
  }

  /** Has somebody told of every wake that ends from now on. */
  public void watch(WakeWatch by) {
    watch = by;
  }

  /** How many requests wait, of all spaces. */
  public long waiting() {
    return bySpace.values().stream().mapToLong(AtomicInteger::get).sum();
  }

  /** A lane for an event loop; to be called once for each before the first request. */
  public HoldLane newLane(Executor loop) {
    HoldLane lane = new HoldLane(this, loop);
    lanes.add(lane);
    return lane;
  }

  /** The wake under way for the route, started if there was none. Never blocks. */
  public WakeCall wake(Route route, Target.Closed closed, Supplier<Cause> cause) {
    WakeCall known = underWay.get(route.app().id());
    if (known != null) {
      return known;
    }
    WakeCall mine = new WakeCall(route, closed, ticker.nanos());
    WakeCall other = underWay.putIfAbsent(route.app().id(), mine);
    if (other != null) {
      return other;
    }
    setbacks.remove(route.app().id());
    begin(mine, cause.get());
    return mine;
  }

  private void begin(WakeCall mine, Cause why) {
    mine.because(why);
    Route route = mine.route();
    Thread.ofVirtual()
        .name("wake-" + route.app().app().name())
        .start(() -> end(mine, asked(mine, why)));
  }

  /**
   * Wakes for a person who clicked, whatever requests without a click were told before. A wake that
   * was under way already takes the click along. Never blocks.
   */
  public WakeCall click(Route route, Target.Closed closed, Cause cause) {
    WakeCall call = wake(route, closed, () -> cause);
    call.click(cause);
    return call;
  }

  /** The refusal of a wake, where it is known at once. Never blocks. */
  public @Nullable WakeOutcome refused(Route route, boolean clicked) {
    return wakes.refused(route.app().id(), clicked).orElse(null);
  }

  /** Whether apps may have been put to sleep without our knowing. Never blocks. */
  public boolean outOfTouch() {
    return wakes.outOfTouch();
  }

  /** The wake under way, if there is one. */
  public @Nullable WakeCall underWay(Route route) {
    return underWay.get(route.app().id());
  }

  /** How the last wake failed if that was only just now. */
  public @Nullable WakeOutcome recentSetback(Route route) {
    Setback setback = setbacks.get(route.app().id());
    if (setback == null) {
      return null;
    }
    if (ticker.nanos() - setback.atNanos() > FAILURE_REMEMBERED.toNanos()) {
      setbacks.remove(route.app().id(), setback);
      return null;
    }
    return setback.outcome();
  }

  /** Lets requests go when the app became awake by itself or by somebody else. */
  public void published(Route route) {
    WakeCall call = underWay.get(route.app().id());
    if (call != null && route.target() instanceof Target.Open open) {
      end(call, new WakeOutcome.Ready(open.upstream()));
    }
  }

  /** Lets requests of an app that is gone go. */
  public void removed(Route route) {
    setbacks.remove(route.app().id());
    WakeCall call = underWay.get(route.app().id());
    if (call != null) {
      end(call, new WakeOutcome.NoSuchApp());
    }
  }

  AtomicInteger spaceCount(Route route) {
    return bySpace.computeIfAbsent(route.app().app().space(), _ -> new AtomicInteger());
  }

  boolean reserve(AtomicInteger appCount, AtomicInteger spaceCount) {
    if (appCount.incrementAndGet() > limits.perApp()) {
      appCount.decrementAndGet();
      return false;
    }
    if (spaceCount.incrementAndGet() > limits.perSpace()) {
      spaceCount.decrementAndGet();
      appCount.decrementAndGet();
      return false;
    }
    return true;
  }

  long deadlineNanos(Held held) {
    return ticker.nanos() + held.holdNanos(limits.time().toNanos());
  }

  private WakeOutcome asked(WakeCall call, Cause cause) {
    AppId app = call.route().app().id();
    WakeOutcome outcome = askedFor(app, cause);
    Cause click = call.clicked();
    boolean needsClick =
        outcome instanceof WakeOutcome.NotNow notNow && notNow.reason() == WakeOutcome.Reason.CLICK;
    return needsClick && click != null && !click.equals(cause) ? askedFor(app, click) : outcome;
  }

  private WakeOutcome askedFor(AppId app, Cause cause) {
    try {
      return wakes.wake(app, cause);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the wake of app " + app + " broke", e);
      return new WakeOutcome.Failed(
          WakeOutcome.Failure.UNKNOWN, "The wake broke inside Paastis; its log says why.");
    }
  }

  private void end(WakeCall call, WakeOutcome outcome) {
    if (!call.end(outcome)) {
      return;
    }
    Route route = call.route();
    switch (outcome) {
      case WakeOutcome.Ready ready -> route.openSince(call.since(), ready.upstream());
      case WakeOutcome.Failed _, WakeOutcome.NotNow _ ->
          setbacks.put(route.app().id(), new Setback(outcome, ticker.nanos()));
      case WakeOutcome.NoSuchApp _ -> {}
    }
    underWay.remove(route.app().id(), call);
    for (HoldLane lane : lanes) {
      lane.wakeEnded(call, outcome);
    }
    watch.ended(call, outcome);
  }
}
