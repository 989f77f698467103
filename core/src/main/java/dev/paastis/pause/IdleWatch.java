// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppListener;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Verdict;
import dev.paastis.schedule.DeadlineQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Notices idle apps without looking at all of them: each awake app has one deadline in an ordered
 * queue. Activity does not touch the queue; a deadline that comes due is simply moved when there
 * was activity meanwhile. Safe for use by many threads.
 */
public final class IdleWatch implements AppListener {
  private static final Logger LOG = System.getLogger(IdleWatch.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final AppDirectory directory;
  private final Sleeper sleeper;
  private final DryRuns dryRuns;
  private final Executor executor;
  private final DeadlineQueue<AppId> deadlines = new DeadlineQueue<>();

  /**
   * Until when a sleep that did not come about is not tried again. Such a sleep leads the row back
   * to awake, and without this the change would have it tried again at once, for ever.
   */
  private final Map<AppId, Instant> notBefore = new ConcurrentHashMap<>();

  /** Whose sleep is under way, or waits for its account's turn. */
  private final Set<AppId> trying = ConcurrentHashMap.newKeySet();

  /**
   * Watches the apps of that directory.
   *
   * @param dryRuns told of what would be done where nothing may be
   * @param executor runs sleeps, each of which blocks until it has ended
   */
  public IdleWatch(AppDirectory directory, Sleeper sleeper, DryRuns dryRuns, Executor executor) {
    this.directory = directory;
    this.sleeper = sleeper;
    this.dryRuns = dryRuns;
    this.executor = executor;
  }

  @Override
  public void changed(TrackedApp app) {
    if (app.state() instanceof AppState.Awake) {
      // Judged at once, then moved to its own time.
      deadlines.schedule(app.id(), notBefore.getOrDefault(app.id(), Instant.MIN));
    } else {
      deadlines.cancel(app.id());
    }
  }

  @Override
  public void removed(TrackedApp app) {
    notBefore.remove(app.id());
    deadlines.cancel(app.id());
  }

  /** Judges every app anew at the next round: the rules have changed. */
  public void judgeAll() {
    for (TrackedApp app : directory.all()) {
      changed(app);
    }
  }

  /** Judges every app whose deadline has come; returns how many sleeps were begun. */
  public int runDue(Instant now) {
    int begun = 0;
    for (AppId id : deadlines.takeDue(now)) {
      begun += directory.find(id).filter(app -> isDue(app, now)).isPresent() ? 1 : 0;
    }
    return begun;
  }

  /** Waits until the next deadline, at most a minute. */
  public void awaitNext(Instant now) throws InterruptedException {
    deadlines.awaitNext(now, LONGEST_WAIT);
  }

  /** One app that cannot be judged must not cost the others, or itself, the deadline. */
  private boolean isDue(TrackedApp app, Instant now) {
    try {
      return app.state() instanceof AppState.Awake && judge(app, now);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "app " + app.app().name() + " could not be judged idle or not", e);
      deadlines.schedule(app.id(), now.plus(RETRY));
      return false;
    }
  }

  private boolean judge(TrackedApp app, Instant now) {
    return switch (sleeper.decide(app).verdict()) {
      case Verdict.Stay stay -> {
        if (!stay.until().equals(Instant.MAX)) {
          deadlines.schedule(app.id(), stay.until());
        }
        yield false;
      }
      case Verdict.Sleep sleep -> {
        Instant again = now.plus(shorter(sleep.quiet(), RETRY));
        if (sleeper.policy(app).dryRun() != null) {
          deadlines.schedule(app.id(), now.plus(sleep.quiet()));
          executor.execute(() -> tellOnly(app, sleep.why()));
          yield false;
        }
        yield begin(app, sleep, again);
      }
    };
  }

  private void tellOnly(TrackedApp app, String why) {
    try {
      if (sleeper.work(app).isEmpty()) {
        dryRuns.wouldSleep(app, why);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "what would become of app " + app.app().name() + " is not told", e);
    }
  }

  /** Looked at again until the outcome is known: a sleep that failed is tried, but not at once. */
  private boolean begin(TrackedApp app, Verdict.Sleep sleep, Instant again) {
    notBefore.put(app.id(), again);
    deadlines.schedule(app.id(), again);
    if (!trying.add(app.id())) {
      return false; // it waits for its turn still
    }
    Cause.Kind kind = sleep.window() ? Cause.Kind.WINDOW : Cause.Kind.IDLE;
    executor.execute(() -> sleep(app, Cause.of(kind, sleep.why())));
    return true;
  }

  private void sleep(TrackedApp app, Cause cause) {
    try {
      carryOut(app, cause);
    } finally {
      trying.remove(app.id());
    }
  }

  private void carryOut(TrackedApp app, Cause cause) {
    SleepOutcome outcome = sleeper.sleep(app.id(), cause);
    switch (outcome) {
      case SleepOutcome.Failed failed ->
          LOG.log(
              Level.WARNING, "app={0} did not fall asleep: {1}", app.app().name(), failed.why());
      case SleepOutcome.NotNow notNow ->
          LOG.log(Level.WARNING, "app={0} stays awake: {1}", app.app().name(), notNow.detail());
      case SleepOutcome.Asleep _, SleepOutcome.NoSuchApp _ -> notBefore.remove(app.id());
      case SleepOutcome.CalledOff _, SleepOutcome.Walled _ -> {}
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
