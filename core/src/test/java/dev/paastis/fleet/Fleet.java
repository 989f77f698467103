// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.Group;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.DryRuns;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import dev.paastis.pause.Reconciler;
import dev.paastis.pause.SleepHooks;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Control;
import dev.paastis.provider.Discoveries;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.Waker;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A whole engine in memory with one account. */
public final class Fleet {
  public static final Formation WEB = Formation.of("web", 2, "M");
  public static final Cause REQUEST = Cause.of(Cause.Kind.REQUEST, "GET / from 192.0.2.1");
  public static final Cause PERSON = Cause.of(Cause.Kind.PERSON, "ada");
  public static final Cause IDLE = Cause.of(Cause.Kind.IDLE, "idle");

  public final SpaceId space = new SpaceId(UUID.randomUUID());
  public final Account account = new Account(UUID.randomUUID(), space, "fake", "here", "main");
  public final SettableClock clock = new SettableClock();
  public final FastTicker ticker = new FastTicker();
  public final MemoryApps apps = new MemoryApps();
  public final MemoryHistory history = new MemoryHistory();
  public final FakeProvider provider = new FakeProvider();
  public final FakeGateways gateways = new FakeGateways();
  public final AppDirectory directory = new AppDirectory();
  public final AppLifecycle lifecycle = new AppLifecycle(apps, clock);
  public final Control control = control(new EngineId(UUID.randomUUID()));
  public final PolicyBook rules = PolicyBook.empty();
  public final Waker waker =
      new Waker(
          control,
          new WakeGuard(
              control, rules, new WakeGuard.Log(history, apps), new WakeBudget(1_000, 10_000)),
          history,
          provider);
  public final MemoryMornings mornings = new MemoryMornings();
  public final DryRuns dryRuns = new DryRuns(apps, clock);
  public final MorningWatch morningWatch =
      new MorningWatch(
          mornings,
          new MorningWatch.Books(directory, rules, history, apps, dryRuns),
          waker,
          _ -> MorningWatch.Pace.UNLIMITED,
          Runnable::run);
  public final Sleeper sleeper =
      new Sleeper(control, gateways, rules, new Sleeper.Listeners(morningWatch, SleepHooks.NONE));
  public final IdleWatch idleWatch = new IdleWatch(directory, sleeper, dryRuns, Runnable::run);
  public final Reconciler reconciler =
      new Reconciler(control, waker, sleeper, Runnable::run, Discoveries.IGNORED);

  public Fleet() {
    lifecycle.listen(directory);
    rules.listen(idleWatch::judgeAll);
  }

  public Control control(EngineId engine) {
    return new Control(engine, lifecycle, directory, _ -> provider, ticker);
  }

  public TrackedApp asleep(String name) {
    return asleep(name, null);
  }

  public TrackedApp asleep(String name, @Nullable Group group) {
    provider.put(name, new AppStatus.Stopped(WEB));
    return add(name, group, new AppState.Asleep(clock.instant(), WEB));
  }

  public TrackedApp awake(String name) {
    return awake(name, null);
  }

  public TrackedApp awake(String name, @Nullable Group group) {
    AppStatus.Running running = provider.run(name, WEB);
    return add(name, group, new AppState.Awake(clock.instant(), running.upstream(), WEB));
  }

  public TrackedApp add(String name, @Nullable Group group, AppState state) {
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            AppSettings.DEFAULT,
            group);
    TrackedApp row = new TrackedApp(app, 1, state, null, null);
    apps.put(row);
    lifecycle.publish(row);
    return row;
  }

  public AppState stateOf(TrackedApp app) {
    return apps.find(app.id()).orElseThrow().state();
  }

  public List<EventType> eventsOf(TrackedApp app) {
    return apps.eventTypes(app.id());
  }
}
