// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppLifecycle.What;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.SleepOutcome;
import dev.paastis.pause.Sleeps;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Providers;
import dev.paastis.provider.Readiness;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeHistory;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An engine that wakes and sleeps rows instead of processes. */
public final class FakeEngine implements Wakes, Sleeps, Gateways, Providers {
  private final AppLifecycle lifecycle;
  private final AppDirectory directory;
  private final WakeHistory history;
  private final Map<AppId, Instant> activity = new ConcurrentHashMap<>();
  private final EngineId id = new EngineId(UUID.randomUUID());
  private final AtomicInteger wakes = new AtomicInteger();

  FakeEngine(AppLifecycle lifecycle, AppDirectory directory, WakeHistory history) {
    this.lifecycle = lifecycle;
    this.directory = directory;
    this.history = history;
  }

  /** How many wakes were asked for. */
  public int wakes() {
    return wakes.get();
  }

  /** Somebody uses the app. */
  public void touch(AppId app) {
    activity.put(app, lifecycle.now());
  }

  @Override
  public WakeOutcome wake(AppId app, Cause cause) {
    wakes.incrementAndGet();
    TrackedApp row = directory.find(app).orElseThrow();
    if (row.app().name().equals("broken")) {
      return new WakeOutcome.Failed(WakeOutcome.Failure.CRASHED, "the process ended with code 1");
    }
    if (!(row.state() instanceof AppState.Asleep asleep)) {
      return new WakeOutcome.Ready(upstream());
    }
    Instant began = lifecycle.now();
    AppState.Waking waking = asleep.toWaking(began, operation(cause));
    TrackedApp moved = step(row, waking, What.of(EventType.WAKE_STARTED, cause));
    pause(took(row));
    touch(app);
    Duration took = Duration.between(began, lifecycle.now());
    step(
        moved,
        waking.toAwake(lifecycle.now(), upstream(), asleep.formation()),
        new What(EventType.WOKEN, cause, Map.of("duration-ms", "" + took.toMillis())));
    history.woken(app, began, took, cause);
    return new WakeOutcome.Ready(upstream());
  }

  @Override
  public SleepOutcome sleep(AppId app, Cause cause) {
    TrackedApp row = directory.find(app).orElseThrow();
    if (row.app().name().equals("busy")) {
      return new SleepOutcome.CalledOff("2 requests are in flight");
    }
    if (row.state() instanceof AppState.Awake awake) {
      AppState.FallingAsleep falling = awake.toFallingAsleep(lifecycle.now(), operation(cause));
      TrackedApp moved = step(row, falling, What.of(EventType.SLEEP_STARTED, cause));
      pause(took(row));
      step(moved, falling.toAsleep(lifecycle.now()), What.of(EventType.FELL_ASLEEP, cause));
    }
    return new SleepOutcome.Asleep();
  }

  @Override
  public @Nullable Instant nextSleep(AppId app) {
    TrackedApp row = directory.find(app).orElseThrow();
    if (!(row.state() instanceof AppState.Awake) || row.pinnedAt(lifecycle.now())) {
      return null;
    }
    return activity.getOrDefault(app, row.state().since()).plus(row.app().settings().idleTimeout());
  }

  @Override
  public Quiet activity(AppId app) {
    return new Quiet(0, 0, activity.get(app));
  }

  @Override
  public Quiet holdNewRequests(AppId app, Deadline deadline) {
    return activity(app);
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    return Map.of();
  }

  @Override
  public Provider of(Account account) {
    return new Output();
  }

  private TrackedApp step(TrackedApp from, AppState to, What what) {
    return lifecycle.apply(from, to, what).orElse(from);
  }

  private Operation operation(Cause cause) {
    return new Operation(UUID.randomUUID(), id, lifecycle.now(), cause);
  }

  private static Duration took(TrackedApp app) {
    return Duration.ofMillis(app.app().name().equals("slow") ? 6_000 : 150);
  }

  private static void pause(Duration time) {
    try {
      Ticker.system().pause(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Upstream upstream() {
    return new Upstream("http", "127.0.0.1", 41_234);
  }

  private static final class Output implements Provider {
    @Override
    public List<String> output(String ref, int lines) {
      return IntStream.range(0, Math.min(lines, 40))
          .mapToObj(i -> "2026-11-20T08:%02d:07Z %s listening, request %d".formatted(i, ref, i))
          .toList();
    }

    @Override
    public CallOutcome<List<DiscoveredApp>> discover(Call call) {
      return CallOutcome.unknown("not asked in tests");
    }

    @Override
    public CallOutcome<AppStatus> status(String ref, Call call) {
      return CallOutcome.unknown("not asked in tests");
    }

    @Override
    public CallOutcome<AppStatus.Running> start(
        String ref, Formation formation, Operation operation, Call call) {
      return CallOutcome.unknown("not asked in tests");
    }

    @Override
    public CallOutcome<AppStatus.Stopped> stop(String ref, Call call) {
      return CallOutcome.unknown("not asked in tests");
    }

    @Override
    public Readiness readiness(String ref) {
      Duration often = Duration.ofMillis(20);
      return new Readiness(null, true, often, often, often);
    }

    @Override
    public void close() {}
  }
}
