// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.Account;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle.What;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.EventType;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.policy.Decision;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.Verdict;
import dev.paastis.provider.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sleep use case. A group sleeps as a whole, in the reverse of its wake order, so that no
 * member runs without what it needs.
 *
 * <p>A sleep by a person lets requests in flight finish for a bounded time and then goes ahead; a
 * sleep by a rule is called off by any sign of life, work without requests among them.
 */
public final class Sleeper implements Sleeps {
  private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(5);

  /**
   * Decisions looked ahead: each of a pin, a grace, a window and the idle timeout may come twice.
   */
  private static final int MOST_STEPS = 16;

  private final Control control;
  private final Pausing pausing;
  private final SingleSleep single;
  private final Idleness idleness;
  private final Map<UUID, Semaphore> turns = new ConcurrentHashMap<>();
  private final Vetoes vetoes;
  private final WorkCheck workCheck;

  /** Puts apps of that engine to sleep, by those rules, and asks nobody. */
  public Sleeper(Control control, Gateways gateways, PolicyBook book) {
    this(control, gateways, book, new Listeners(Pausing.UNHEARD, SleepHooks.NONE));
  }

  /** Puts apps of that engine to sleep, by those rules, when the hooks let them. */
  public Sleeper(Control control, Gateways gateways, PolicyBook book, Listeners listeners) {
    this.control = control;
    this.pausing = listeners.pausing();
    this.idleness = new Idleness(control.directory(), gateways, book);
    this.vetoes = new Vetoes(listeners.hooks(), idleness, control.lifecycle()::now);
    this.workCheck = new WorkCheck(control, idleness);
    this.single = new SingleSleep(control, gateways, idleness);
  }

  /**
   * Who hears of sleeps before they begin.
   *
   * @param pausing told of what a window pauses
   * @param hooks asked, and may veto
   */
  public record Listeners(Pausing pausing, SleepHooks hooks) {}

  @Override
  public SleepOutcome sleep(AppId id, Cause cause) {
    Optional<TrackedApp> app = control.directory().find(id);
    if (app.isEmpty()) {
      return new SleepOutcome.NoSuchApp();
    }
    try {
      Optional<String> work = byRule(cause) ? work(app.get()) : Optional.empty();
      return work.isPresent() ? new SleepOutcome.CalledOff(work.get()) : inTurn(app.get(), cause);
    } catch (StoreUnavailableException e) {
      return new SleepOutcome.NotNow(e.getMessage(), STORE_RETRY_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SleepOutcome.NotNow("the engine is stopping", STORE_RETRY_AFTER);
    }
  }

  @Override
  public @Nullable Instant nextSleep(AppId id) {
    return control
        .directory()
        .find(id)
        .filter(app -> app.state() instanceof AppState.Awake)
        .map(app -> nextSleep(app, control.lifecycle().now()))
        .orElse(null);
  }

  /** From one decision to the next, as time would go on without anything happening. */
  private @Nullable Instant nextSleep(TrackedApp app, Instant now) {
    Instant at = now;
    for (int step = 0; step < MOST_STEPS; step++) {
      switch (decide(app, at).verdict()) {
        case Verdict.Sleep _ -> {
          return at;
        }
        case Verdict.Stay stay -> {
          if (!stay.until().isAfter(at) || stay.until().equals(Instant.MAX)) {
            return null;
          }
          at = stay.until();
        }
      }
    }
    return null;
  }

  /** What is to be done with an awake app now; asked again right before it sleeps. */
  Decision decide(TrackedApp app) {
    return decide(app, control.lifecycle().now());
  }

  /** What is to be done with an awake app at that time, if nothing happens until then. */
  Decision decide(TrackedApp app, Instant at) {
    return heldBack(idleness.decide(app, at), app, at);
  }

  /** A decision on an app at that time, with the veto that stands against it, if one does. */
  Decision heldBack(Decision decision, TrackedApp app, Instant at) {
    return vetoes.over(decision, app, at);
  }

  /**
   * What the app, or a member of its group, does without requests, if it works; it counts as active
   * from then on. Takes a while. Nothing is asked of what stays awake in any case.
   */
  Optional<String> work(TrackedApp app) throws InterruptedException {
    return decide(app).verdict() instanceof Verdict.Sleep
        ? workCheck.ask(awake(control.directory().groupOf(app)))
        : Optional.empty();
  }

  /** What is known for a decision. */
  Idleness idleness() {
    return idleness;
  }

  /** What holds for the app. */
  Policy policy(TrackedApp app) {
    return idleness.policy(app);
  }

  /** Takes up a sleep that another engine, or an earlier run of this one, left half done. */
  SleepOutcome takeUp(TrackedApp app, AppState.FallingAsleep falling) throws InterruptedException {
    return single.takeUp(app, falling);
  }

  /** Who waits here holds nothing yet: the app is awake and served until its turn comes. */
  private SleepOutcome inTurn(TrackedApp app, Cause cause) throws InterruptedException {
    Account account = app.app().account();
    Semaphore turn =
        turns.computeIfAbsent(
            account.id(), _ -> new Semaphore(control.sleepsAtOnce(account), true));
    turn.acquire();
    try {
      return sleepGroup(app, cause);
    } finally {
      turn.release();
    }
  }

  private SleepOutcome sleepGroup(TrackedApp app, Cause cause) throws InterruptedException {
    List<TrackedApp> members = control.directory().groupOf(app).reversed();
    Optional<String> wall = members.stream().flatMap(Sleeper::wall).findFirst();
    if (wall.isPresent()) {
      return new SleepOutcome.Walled(wall.get());
    }
    Optional<String> reason = keptAwake(app, cause);
    if (reason.isEmpty()) {
      reason = vetoes.ask(awake(members), cause);
    }
    if (reason.isEmpty()) {
      reason = keptAwake(app, cause); // a hook takes its time, in which a person may pin it
    }
    if (reason.isPresent()) {
      return new SleepOutcome.CalledOff(reason.get());
    }
    if (cause.kind() == Cause.Kind.WINDOW) {
      members.forEach(this::expectMorning);
    }
    for (TrackedApp member : members) {
      SleepOutcome one = single.sleep(member, cause);
      if (!(one instanceof SleepOutcome.Asleep)) {
        return named(member, app, one);
      }
    }
    return new SleepOutcome.Asleep();
  }

  /** What keeps it from sleeping by itself; a person's wish is not held back. */
  private Optional<String> keptAwake(TrackedApp seen, Cause cause) {
    TrackedApp app = control.directory().find(seen.id()).orElse(seen);
    return byRule(cause) && decide(app).verdict() instanceof Verdict.Stay stay
        ? Optional.of(stay.why())
        : Optional.empty();
  }

  private static boolean byRule(Cause cause) {
    return cause.kind() == Cause.Kind.IDLE || cause.kind() == Cause.Kind.WINDOW;
  }

  /** Tells of another member by its name: the reader asked for a different app. */
  private static SleepOutcome named(TrackedApp member, TrackedApp asked, SleepOutcome outcome) {
    return outcome instanceof SleepOutcome.Failed(String why) && !member.id().equals(asked.id())
        ? new SleepOutcome.Failed("%s, of its group: %s".formatted(member.app().name(), why))
        : outcome;
  }

  private void expectMorning(TrackedApp member) {
    if (member.state() instanceof AppState.Awake) {
      Instant lastActivity = idleness.facts(member).lastActivity();
      pausing.paused(member, lastActivity, control.lifecycle().now());
    }
  }

  private List<TrackedApp> awake(List<TrackedApp> members) {
    return members.stream()
        .map(member -> control.directory().find(member.id()).orElse(member))
        .filter(member -> member.state() instanceof AppState.Awake)
        .toList();
  }

  /** Told before anything is begun; the wall itself stands where stops are ordered. */
  private static Stream<String> wall(TrackedApp member) {
    Wall wall = member.app().wall();
    return wall != null && wall.stands()
        ? Stream.of(member.app().name() + ": " + wall.refusal())
        : Stream.empty();
  }

  /** What tells that a sleep was called off, for all who call one off. */
  static What calledOff(String why) {
    return What.of(EventType.SLEEP_CALLED_OFF, Cause.of(Cause.Kind.REQUEST, why));
  }
}
