// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Group;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.provider.Control;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The wake use case: an app and its group, in order, each started at most once however many ask.
 *
 * <p>Members of one order wake side by side; a later order begins when the earlier is ready. The
 * caller waits only for the orders up to its own app's; what comes later wakes in the background.
 */
public final class Waker implements Wakes {
  private static final Logger LOG = System.getLogger(Waker.class.getName());

  /** How often a group is gone through when members fall asleep again meanwhile. */
  private static final int ROUNDS = 3;

  private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(5);

  private final Control control;
  private final WakeGuard guard;
  private final SingleWake single;

  /** Wakes apps of that engine, and tells nobody beforehand. */
  public Waker(Control control, WakeGuard guard, WakeHistory history, Probe probe) {
    this(control, guard, history, probe, WakeHooks.NONE);
  }

  /** Wakes apps of that engine, and tells those hooks beforehand. */
  public Waker(
      Control control, WakeGuard guard, WakeHistory history, Probe probe, WakeHooks hooks) {
    this.control = control;
    this.guard = guard;
    ReadinessRace race = new ReadinessRace(probe, control.ticker());
    this.single = new SingleWake(control, history, race, hooks);
  }

  @Override
  public WakeOutcome wake(AppId id, Cause cause) {
    Optional<TrackedApp> app = control.directory().find(id);
    if (app.isEmpty()) {
      return new WakeOutcome.NoSuchApp();
    }
    try {
      Optional<WakeOutcome> refused = guard.refuses(app.get(), cause);
      return refused.isPresent() ? refused.get() : wakeGroup(app.get(), cause);
    } catch (StoreUnavailableException e) {
      LOG.log(Level.WARNING, "app={0} not woken: {1}", app.get().app().name(), e.getMessage());
      return new WakeOutcome.NotNow( // visitors read this: no address in it
          WakeOutcome.Reason.STORE, "the database does not answer", STORE_RETRY_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WakeOutcome.NotNow(
          WakeOutcome.Reason.STOPPING, "the engine is stopping", STORE_RETRY_AFTER);
    }
  }

  @Override
  public Optional<WakeOutcome> refused(AppId id, boolean clicked) {
    return control.directory().find(id).flatMap(app -> guard.paused(app, clicked));
  }

  /** Takes up a wake that another engine, or an earlier run of this one, left half done. */
  public WakeOutcome takeUp(TrackedApp app, AppState.Waking waking) throws InterruptedException {
    return single.takeUp(app, waking);
  }

  private WakeOutcome wakeGroup(TrackedApp app, Cause cause) throws InterruptedException {
    List<TrackedApp> members = control.directory().groupOf(app);
    if (members.size() < 2) {
      return single.ensureAwake(app, cause);
    }
    Cause forOthers = causeForOthers(app.app(), cause);
    Stages stages = Stages.of(members, app);
    int upTo = waitsForAll(app) ? stages.last() : order(app);
    Map<Integer, List<TrackedApp>> first = stages.needed().headMap(upTo, true);
    for (int round = 0; round < ROUNDS && !(round > 0 && allAwake(first)); round++) {
      int before = Integer.MIN_VALUE;
      for (Map.Entry<Integer, List<TrackedApp>> stage : first.entrySet()) {
        wakeOptional(stages.optionalUpTo(before, stage.getKey()), app, forOthers);
        delay(stage.getValue());
        WakeOutcome outcome = wakeStage(stage.getValue(), app, cause, forOthers);
        if (!(outcome instanceof WakeOutcome.Ready)) {
          return outcome;
        }
        before = stage.getKey();
      }
    }
    wakeInBackground(stages, upTo, app, forOthers);
    return single.ensureAwake(app, cause);
  }

  private static boolean waitsForAll(TrackedApp app) {
    Group group = app.app().group();
    return group != null && group.whole();
  }

  /**
   * What starts now gives those before it the time that was asked for; who runs already waits not.
   */
  private void delay(List<TrackedApp> stage) throws InterruptedException {
    Duration longest = Duration.ZERO;
    for (TrackedApp member : stage) {
      Group group = member.app().group();
      boolean runs =
          control.directory().find(member.id()).orElse(member).state() instanceof AppState.Awake;
      if (group != null && !runs && group.delay().compareTo(longest) > 0) {
        longest = group.delay();
      }
    }
    if (longest.isPositive()) {
      control.ticker().pause(longest);
    }
  }

  /** Nobody waits for them, and nothing fails with them. */
  private void wakeOptional(List<TrackedApp> optional, TrackedApp asked, Cause cause) {
    if (!optional.isEmpty()) {
      inBackground(
          asked,
          () -> {
            delay(optional);
            var _ = wakeStage(optional, asked, cause, cause);
          });
    }
  }

  private static boolean isOptional(TrackedApp app) {
    Group group = app.app().group();
    return group != null && group.optional();
  }

  /**
   * Looked at again after the last of them: a sleep of the group that was under way may have
   * stopped one that was still awake when its turn came.
   */
  private boolean allAwake(Map<Integer, List<TrackedApp>> stages) {
    return stages.values().stream()
        .flatMap(List::stream)
        .map(member -> control.directory().find(member.id()))
        .flatMap(Optional::stream)
        .allMatch(member -> member.state() instanceof AppState.Awake);
  }

  /** Wakes the members of one order side by side; the first that did not get ready decides. */
  private WakeOutcome wakeStage(
      List<TrackedApp> stage, TrackedApp asked, Cause cause, Cause forOthers)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<WakeOutcome>> wakes = new ArrayList<>();
      for (TrackedApp member : stage) {
        Cause why = member.id().equals(asked.id()) ? cause : forOthers;
        wakes.add(() -> named(member, asked, single.ensureAwake(member, why)));
      }
      WakeOutcome worst = null;
      for (Future<WakeOutcome> wake : threads.invokeAll(wakes)) {
        WakeOutcome outcome = result(wake);
        if (worst == null || worst instanceof WakeOutcome.Ready) {
          worst = outcome;
        }
      }
      return worst == null ? new WakeOutcome.NoSuchApp() : worst;
    }
  }

  /** What comes after those that were waited for; none starts without those before it. */
  private void wakeInBackground(Stages stages, int after, TrackedApp asked, Cause cause) {
    if (stages.isEmptyAfter(after)) {
      return;
    }
    inBackground(
        asked,
        () -> {
          int before = after;
          for (Map.Entry<Integer, List<TrackedApp>> stage :
              stages.needed().tailMap(after, false).entrySet()) {
            wakeOptional(stages.optionalUpTo(before, stage.getKey()), asked, cause);
            delay(stage.getValue());
            if (!(wakeStage(stage.getValue(), asked, cause, cause) instanceof WakeOutcome.Ready)) {
              return;
            }
            before = stage.getKey();
          }
          wakeOptional(stages.optionalUpTo(before, Integer.MAX_VALUE), asked, cause);
        });
  }

  private interface Background {
    void run() throws InterruptedException;
  }

  private static void inBackground(TrackedApp asked, Background work) {
    Thread.ofVirtual()
        .name("wake-rest-of-" + asked.app().name())
        .start(() -> {
          try {
            work.run();
          } catch (StoreUnavailableException e) {
            LOG.log(Level.WARNING, "the rest of a group stays asleep: {0}", e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Tells of another member by its name: the reader asked for a different app. */
  private static WakeOutcome named(TrackedApp member, TrackedApp asked, WakeOutcome outcome) {
    if (outcome instanceof WakeOutcome.Failed(WakeOutcome.Failure failure, String detail)
        && !member.id().equals(asked.id())) {
      return new WakeOutcome.Failed(
          failure, "%s, which it needs: %s".formatted(member.app().name(), detail));
    }
    return outcome;
  }

  private static WakeOutcome result(Future<WakeOutcome> wake) throws InterruptedException {
    try {
      return wake.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailableException away) {
        throw away;
      }
      throw new IllegalStateException("a wake broke", e.getCause());
    }
  }

  /**
   * The members by order.
   *
   * @param needed those that are waited for, the one that was asked for among them
   * @param optional those that nobody waits for; they too start after what is before them
   */
  private record Stages(
      NavigableMap<Integer, List<TrackedApp>> needed,
      NavigableMap<Integer, List<TrackedApp>> optional) {
    static Stages of(List<TrackedApp> members, TrackedApp asked) {
      Stages stages = new Stages(new TreeMap<>(), new TreeMap<>());
      for (TrackedApp member : members) {
        boolean optional = isOptional(member) && !member.id().equals(asked.id());
        (optional ? stages.optional : stages.needed)
            .computeIfAbsent(order(member), _ -> new ArrayList<>())
            .add(member);
      }
      return stages;
    }

    int last() {
      return needed.lastKey();
    }

    List<TrackedApp> optionalUpTo(int after, int to) {
      return optional.subMap(after, false, to, true).values().stream()
          .flatMap(List::stream)
          .toList();
    }

    boolean isEmptyAfter(int order) {
      return needed.tailMap(order, false).isEmpty() && optional.tailMap(order, false).isEmpty();
    }
  }

  private static int order(TrackedApp app) {
    Group group = app.app().group();
    return group == null ? 0 : group.order();
  }

  private static Cause causeForOthers(App app, Cause cause) {
    return new Cause(
        Cause.Kind.GROUP, "needed by " + app.name() + ": " + cause.summary(), cause.details());
  }
}
