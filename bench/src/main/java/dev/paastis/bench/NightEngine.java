// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppSettings;
import dev.paastis.app.AppState;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Upstream;
import dev.paastis.pause.DryRuns;
import dev.paastis.pause.IdleWatch;
import dev.paastis.pause.MorningWatch;
import dev.paastis.pause.SleepHooks;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.NamePattern;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Terms;
import dev.paastis.policy.WakeBudget;
import dev.paastis.probe.SocketProbe;
import dev.paastis.provider.Control;
import dev.paastis.provider.Providers;
import dev.paastis.schedule.Ticker;
import dev.paastis.schedule.WeekPlan;
import dev.paastis.schedule.Window;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.Waker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * An engine that pauses all apps of an account for a night, on a notebook instead of a database.
 */
final class NightEngine {
  final Account account =
      new Account(
          UUID.randomUUID(), new SpaceId(UUID.randomUUID()), "scalingo", "osc-fr1", "bench");
  final Notebook notebook = new Notebook();
  final AppDirectory directory = new AppDirectory();
  final IdleWatch idleWatch;
  final MorningWatch mornings;
  private final AppLifecycle lifecycle;

  /** Time as the engine sees it. */
  record Times(InstantSource clock, Ticker ticker) {}

  /**
   * An engine.
   *
   * @param night the week's pauses, in UTC
   * @param providers who carries out
   * @param pace of the starts in the morning
   * @param executor runs sleeps and starts
   */
  NightEngine(
      String night, Times times, Providers providers, MorningWatch.Pace pace, Executor executor) {
    PolicyBook book = new PolicyBook(rules(night));
    this.lifecycle = new AppLifecycle(notebook, times.clock());
    lifecycle.listen(directory);
    Control control =
        new Control(
            new EngineId(UUID.randomUUID()), lifecycle, directory, providers, times.ticker());
    WakeGuard guard =
        new WakeGuard(
            control,
            book,
            new WakeGuard.Log(notebook, notebook),
            new WakeBudget(1_000_000, 1_000_000));
    Waker waker = new Waker(control, guard, notebook, new SocketProbe());
    DryRuns dryRuns = new DryRuns(notebook, times.clock());
    MorningWatch.Books books = new MorningWatch.Books(directory, book, notebook, notebook, dryRuns);
    this.mornings = new MorningWatch(notebook, books, waker, _ -> pace, executor);
    Sleeper sleeper =
        new Sleeper(control, notebook, book, new Sleeper.Listeners(mornings, SleepHooks.NONE));
    this.idleWatch = new IdleWatch(directory, sleeper, dryRuns, executor);
    lifecycle.listen(idleWatch);
  }

  private static PolicyBook.Rules rules(String night) {
    Window window = Window.pausing("night", ZoneOffset.UTC, WeekPlan.parse(night));
    PauseWindow pause =
        new PauseWindow(
            window,
            NamePattern.of(".*"),
            PauseWindow.Requests.WAKE,
            Duration.ofSeconds(1),
            true,
            PauseWindow.DEFAULT_UNUSED_MORNINGS);
    return new PolicyBook.Rules(List.of(), Map.of("night", pause), Terms.idle(Duration.ofDays(30)));
  }

  /** Adds an app that runs. */
  void add(String name, Instant since, Upstream upstream, Formation formation) {
    App app =
        new App(
            new AppId(UUID.randomUUID()),
            account,
            name,
            name,
            List.of(),
            new AppSettings(Duration.ofDays(30), Duration.ofMinutes(10), 1_000_000),
            null);
    TrackedApp row =
        new TrackedApp(app, 1, new AppState.Awake(since, upstream, formation), null, null);
    notebook.put(row);
    lifecycle.publish(row);
  }

  /** How many are awake now. */
  long awake() {
    return directory.all().stream().filter(row -> row.state() instanceof AppState.Awake).count();
  }

  /** How many are asleep now. */
  long asleep() {
    return directory.all().stream().filter(row -> row.state() instanceof AppState.Asleep).count();
  }
}
