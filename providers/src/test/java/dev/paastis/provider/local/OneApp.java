// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.SleepOutcome;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.WakeBudget;
import dev.paastis.probe.SocketProbe;
import dev.paastis.provider.Control;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.WakeHistory;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Waker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The engine's use cases on one row in memory and one real process. */
final class OneApp implements AppRepository, EventLog, WakeHistory, Gateways {
  private static final Cause PERSON = Cause.of(Cause.Kind.PERSON, "ada");

  final List<Event> events = new CopyOnWriteArrayList<>();
  private final Waker waker;
  private final Sleeper sleeper;
  private final AppId id;
  private TrackedApp row;

  OneApp(LocalProvider provider, String ref, Duration wakeTimeout) {
    SpaceId space = new SpaceId(UUID.randomUUID());
    Account account = new Account(UUID.randomUUID(), space, "local", "local", "here");
    AppSettings settings = new AppSettings(Duration.ofMinutes(1), wakeTimeout, 100);
    App app = new App(new AppId(UUID.randomUUID()), account, ref, ref, List.of(), settings, null);
    this.id = app.id();
    this.row =
        new TrackedApp(app, 1, new AppState.Asleep(Instant.EPOCH, AppSlot.FORMATION), null, null);
    AppDirectory directory = new AppDirectory();
    AppLifecycle lifecycle = new AppLifecycle(this, InstantSource.system());
    lifecycle.listen(directory);
    lifecycle.publish(row);
    Control control =
        new Control(
            new EngineId(UUID.randomUUID()), lifecycle, directory, _ -> provider, Ticker.system());
    PolicyBook rules = PolicyBook.empty();
    WakeGuard.Log log = new WakeGuard.Log(this, this);
    WakeGuard guard = new WakeGuard(control, rules, log, new WakeBudget(100, 100));
    this.waker = new Waker(control, guard, this, new SocketProbe());
    this.sleeper = new Sleeper(control, this, rules);
  }

  WakeOutcome wake() {
    return waker.wake(id, PERSON);
  }

  SleepOutcome sleep() {
    return sleeper.sleep(id, PERSON);
  }

  synchronized AppState state() {
    return row.state();
  }

  @Override
  public synchronized Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event) {
    if (from.version() != row.version()) {
      return Optional.empty();
    }
    row = row.next(to);
    events.add(event);
    return Optional.of(row);
  }

  @Override
  public synchronized List<TrackedApp> all() {
    return List.of(row);
  }

  @Override
  public synchronized Optional<TrackedApp> find(AppId app) {
    return Optional.of(row);
  }

  @Override
  public Event append(Event event) {
    events.add(event);
    return event;
  }

  @Override
  public Optional<WakeEstimate> estimate(AppId app) {
    return Optional.empty();
  }

  @Override
  public void woken(AppId app, Instant startedAt, Duration took, Cause cause) {}

  @Override
  public WakeBudget.Counts countByRequests(App app, Instant now) {
    return new WakeBudget.Counts(0, 0, 0, 0);
  }

  @Override
  public Quiet holdNewRequests(AppId app, Deadline deadline) {
    return new Quiet(0, 0, null);
  }

  @Override
  public Quiet activity(AppId app) {
    return new Quiet(0, 0, null);
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    return Map.of();
  }

  @Override
  public Optional<TrackedApp> protect(AppId id, @Nullable String why, Event event) {
    throw new AssertionError("not used here");
  }

  @Override
  public Optional<TrackedApp> lift(AppId id, Wall.@Nullable Lifted lifted, Event event) {
    throw new AssertionError("not used here");
  }

  @Override
  public void recordActivity(Map<AppId, Instant> lastActivity) {}

  @Override
  public List<TrackedApp> declare(Account account, List<App> apps, Instant at) {
    throw new AssertionError("not used by the use cases");
  }

  @Override
  public Optional<TrackedApp> pin(AppId app, @Nullable Instant until, Event event) {
    throw new AssertionError("not used by the use cases");
  }

  @Override
  public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
    throw new AssertionError("not used by the use cases");
  }

  @Override
  public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
    throw new AssertionError("not used by the use cases");
  }
}
