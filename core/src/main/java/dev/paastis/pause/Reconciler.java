// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.Account;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.EngineId;
import dev.paastis.app.Operation;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Control;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Discoveries;
import dev.paastis.provider.Observation;
import dev.paastis.provider.Provider;
import dev.paastis.schedule.Deadline;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Waker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Holds the rows against what the providers say: adopts what somebody else did, resolves what is
 * unknown, and takes up operations whose engine is gone. Safe for use by many threads.
 */
public final class Reconciler {
  private static final Logger LOG = System.getLogger(Reconciler.class.getName());
  private static final Duration CALL_TIME = Duration.ofSeconds(30);

  /** Hundreds of pages, spread over an API budget. */
  private static final Duration LIST_TIME = Duration.ofMinutes(5);

  private static final Duration SETTLE_TIME = Duration.ofMinutes(10);

  private final Control control;
  private final Waker waker;
  private final Sleeper sleeper;
  private final Executor executor;
  private final Discoveries discoveries;

  /**
   * Reconciles for that engine.
   *
   * @param executor runs what is taken up, which blocks until it has ended
   * @param discoveries told what is found, before it is compared
   */
  public Reconciler(
      Control control, Waker waker, Sleeper sleeper, Executor executor, Discoveries discoveries) {
    this.control = control;
    this.waker = waker;
    this.sleeper = sleeper;
    this.executor = executor;
    this.discoveries = discoveries;
  }

  /** Holds all apps of an account against one list of its provider; tells how many differed. */
  public int discover(Account account) {
    Provider provider = control.providerOf(account);
    // The rows come first: one that changes while the provider lists has another version then, and
    // a list that is older than it says nothing about it.
    List<TrackedApp> rows = rowsOf(account);
    return switch (provider.discover(Call.discovery(LIST_TIME, control.ticker()))) {
      case CallOutcome.Done<List<DiscoveredApp>>(List<DiscoveredApp> found) -> {
        discoveries.listed(account, found);
        yield compare(withNew(account, rows), found);
      }
      case CallOutcome.Refused<List<DiscoveredApp>>(var refusal) -> {
        discoveries.refused(account, refusal);
        yield notDiscovered(account, refusal.message());
      }
      case CallOutcome.Unknown<List<DiscoveredApp>>(String cause) -> {
        discoveries.unanswered(account, cause);
        yield notDiscovered(account, cause);
      }
    };
  }

  /** And those that became known by the list itself: it is the first word on them. */
  private List<TrackedApp> withNew(Account account, List<TrackedApp> rows) {
    Map<AppId, TrackedApp> all = new LinkedHashMap<>();
    rowsOf(account).forEach(row -> all.put(row.id(), row));
    rows.forEach(row -> all.put(row.id(), row));
    return List.copyOf(all.values());
  }

  /** Holds one app against its provider's word; true when they differed. */
  public boolean check(TrackedApp app) {
    Call call = Call.discovery(CALL_TIME, control.ticker());
    return control.providerOf(app).status(app.app().ref(), call)
            instanceof CallOutcome.Done<AppStatus>(AppStatus status)
        && adopt(app, status);
  }

  /**
   * Looks into what a platform told by itself. An app that is being woken or put to sleep is looked
   * at when that has ended: a crash in the last moment of a wake would be seen by nobody else.
   */
  public boolean changed(TrackedApp app) throws InterruptedException {
    return control
        .directory()
        .await(app.id(), Reconciler::settled, Deadline.after(SETTLE_TIME, control.ticker()))
        .map(this::check)
        .orElse(false);
  }

  /**
   * Takes up every wake and sleep whose engine is not alive any more, and those of this engine that
   * no thread carries out, as after a store that was away too long. Tells how many.
   *
   * @param alive asked after the rows were read, so that an engine that has only just begun is
   *     among the living
   */
  public int takeUp(Supplier<Set<EngineId>> alive) {
    control.lifecycle().settleDoubts();
    List<TrackedApp> rows =
        control.directory().all().stream().filter(app -> !settled(app)).toList();
    return rows.isEmpty() ? 0 : takeUp(rows, alive.get());
  }

  private int takeUp(List<TrackedApp> rows, Set<EngineId> alive) {
    int taken = 0;
    for (TrackedApp app : rows) {
      if (app.state() instanceof AppState.Waking waking && abandoned(waking.operation(), alive)) {
        executor.execute(() -> takeUpWake(app, waking));
        taken++;
      }
      if (app.state() instanceof AppState.FallingAsleep falling
          && abandoned(falling.operation(), alive)) {
        executor.execute(() -> takeUpSleep(app, falling));
        taken++;
      }
    }
    return taken;
  }

  private boolean abandoned(Operation operation, Set<EngineId> alive) {
    return control.isMine(operation)
        ? !control.isUnderWay(operation)
        : !alive.contains(operation.engine());
  }

  private static boolean settled(TrackedApp app) {
    return !(app.state() instanceof AppState.Waking
        || app.state() instanceof AppState.FallingAsleep);
  }

  private List<TrackedApp> rowsOf(Account account) {
    return control.directory().all().stream()
        .filter(app -> app.app().account().id().equals(account.id()))
        .toList();
  }

  private int compare(List<TrackedApp> rows, List<DiscoveredApp> found) {
    Map<String, AppStatus> byRef = new HashMap<>();
    found.forEach(app -> byRef.put(app.ref(), app.status()));
    int differed = 0;
    for (TrackedApp app : rows) {
      AppStatus status = byRef.getOrDefault(app.app().ref(), new AppStatus.Gone());
      differed += adopt(app, status) ? 1 : 0;
    }
    return differed;
  }

  private boolean adopt(TrackedApp app, AppStatus status) {
    return Observation.of(app, status, control.lifecycle().now())
        .flatMap(seen -> control.lifecycle().apply(app, seen.state(), seen.what()))
        .isPresent();
  }

  private void takeUpWake(TrackedApp app, AppState.Waking waking) {
    try {
      WakeOutcome outcome = waker.takeUp(app, waking);
      LOG.log(Level.INFO, "app={0} took up a wake: {1}", app.app().name(), outcome);
    } catch (StoreUnavailableException e) {
      LOG.log(Level.WARNING, "app={0} wake not taken up: {1}", app.app().name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeUpSleep(TrackedApp app, AppState.FallingAsleep falling) {
    try {
      SleepOutcome outcome = sleeper.takeUp(app, falling);
      LOG.log(Level.INFO, "app={0} took up a sleep: {1}", app.app().name(), outcome);
    } catch (StoreUnavailableException e) {
      LOG.log(Level.WARNING, "app={0} sleep not taken up: {1}", app.app().name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int notDiscovered(Account account, String why) {
    LOG.log(Level.WARNING, "account={0} could not be listed: {1}", account.name(), why);
    return 0;
  }
}
