// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.pause;

import dev.paastis.app.Account;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.pause.MorningStarts.Planned;
import dev.paastis.pause.MorningStarts.Wanted;
import dev.paastis.pause.Mornings.Morning;
import dev.paastis.policy.PauseWindow;
import dev.paastis.policy.Policy;
import dev.paastis.policy.PolicyBook;
import dev.paastis.schedule.DeadlineQueue;
import dev.paastis.wake.WakeHistory;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts at the end of a window what ran before it, early enough to be ready at the hour. What is
 * due is in an ordered queue; what came due while no engine ran is started once, late. Safe for use
 * by many threads.
 */
public final class MorningWatch implements Pausing {
  private static final Logger LOG = System.getLogger(MorningWatch.class.getName());

  /** For an app that was never woken before. */
  private static final Duration UNKNOWN_WAKE = Duration.ofSeconds(60);

  /** A wake that took its usual longest may still take a little longer. */
  private static final int MARGIN_PERCENT = 20;

  private static final Duration RETRY = Duration.ofMinutes(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Mornings mornings;
  private final Books books;
  private final Wakes wakes;
  private final Function<Account, Pace> paces;
  private final Map<UUID, Semaphore> turns = new ConcurrentHashMap<>();
  private final Executor executor;
  private final DeadlineQueue<AppId> due = new DeadlineQueue<>();
  private final Map<AppId, Morning> waiting = new ConcurrentHashMap<>();

  /** Accounts of which more apps wait than when they were planned last. */
  private final Set<Account> unplanned = ConcurrentHashMap.newKeySet();

  /** Whose start is under way. */
  private final Set<AppId> starting = ConcurrentHashMap.newKeySet();

  /**
   * What it looks things up in.
   *
   * @param directory the apps
   * @param rules what holds for them
   * @param history how long they take to wake
   * @param events where it tells
   * @param dryRuns told of starts that may not be
   */
  public record Books(
      AppDirectory directory,
      PolicyBook rules,
      WakeHistory history,
      EventLog events,
      DryRuns dryRuns) {}

  /**
   * What an account's API budget can sustain.
   *
   * @param spacing time between two starts; zero for no limit
   * @param atOnce starts side by side: more would only ask each other's calls away
   */
  public record Pace(Duration spacing, int atOnce) {
    /** As many as there are, at any time. */
    public static final Pace UNLIMITED = new Pace(Duration.ZERO, Integer.MAX_VALUE);
  }

  /**
   * Starts by those wakes.
   *
   * @param paces what an account's API budget can sustain
   * @param executor runs wakes, each of which blocks until it has ended
   */
  public MorningWatch(
      Mornings mornings,
      Books books,
      Wakes wakes,
      Function<Account, Pace> paces,
      Executor executor) {
    this.mornings = mornings;
    this.books = books;
    this.wakes = wakes;
    this.paces = paces;
    this.executor = executor;
  }

  /**
   * Takes up what waits by the store's word: at the start, when the rules change, and now and then,
   * since other engines pause apps too.
   */
  public void refresh(Instant now) {
    Map<AppId, Morning> stored = new HashMap<>();
    mornings.waiting().forEach(morning -> stored.put(morning.app(), morning));
    waiting.putAll(stored);
    waiting.keySet().retainAll(stored.keySet());
    books.directory().all().stream()
        .filter(app -> waiting.containsKey(app.id()))
        .map(app -> app.app().account())
        .distinct()
        .forEach(account -> plan(now, account));
  }

  /**
   * {@inheritDoc} It is started again if it ran when the window began; what was woken within the
   * window only goes back to sleep.
   */
  @Override
  public void paused(TrackedApp app, @Nullable Instant lastActivity, Instant now) {
    Policy policy = books.rules().of(app.app());
    Optional<Policy.Held> held = policy.pauseAt(now);
    if (held.isEmpty() || policy.holding(now).noneMatch(PauseWindow::start)) {
      return;
    }
    boolean ran = !app.state().since().isAfter(held.get().pause().from());
    if (ran || waiting.containsKey(app.id())) {
      waiting.put(app.id(), mornings.paused(app.id(), now, lastActivity));
      Wanted<AppId> wanted = wanted(app, now);
      due.schedule(app.id(), wanted.ready().minus(wanted.takes())); // at the latest
      unplanned.add(app.app().account());
    }
  }

  /** Begins every start whose time has come; tells how many. */
  public int runDue(Instant now) {
    for (Account account : List.copyOf(unplanned)) { // many at a time: they were paused together
      unplanned.remove(account);
      plan(now, account);
    }
    int begun = 0;
    for (AppId id : due.takeDue(now)) {
      Morning morning = waiting.get(id);
      Optional<TrackedApp> app = books.directory().find(id);
      if (morning != null && app.isPresent() && starting.add(id)) {
        executor.execute(() -> safely(app.get(), morning, now));
        begun++;
      }
    }
    return begun;
  }

  /** Waits until the next is due, at most a minute. */
  public void awaitNext(Instant now) throws InterruptedException {
    due.awaitNext(now, LONGEST_WAIT);
  }

  /** When that app will be started, if it waits for the end of a window. */
  public Optional<Instant> startOf(AppId app) {
    return due.deadlineOf(app);
  }

  /** Whether that app has been started for nothing so often that it waits for its first request. */
  public boolean waitsForRequest(TrackedApp app) {
    Morning morning = waiting.get(app.id());
    return morning != null && morning.unused() >= limit(app);
  }

  private void plan(Instant now, Account account) {
    List<Wanted<AppId>> wanted = new ArrayList<>();
    for (Morning morning : waiting.values()) {
      books
          .directory()
          .find(morning.app())
          .filter(app -> !starting.contains(app.id()))
          .filter(app -> app.app().account().id().equals(account.id()))
          .ifPresent(app -> wanted.add(wanted(app, now)));
    }
    for (Planned<AppId> planned : MorningStarts.plan(wanted, paces.apply(account).spacing())) {
      due.schedule(planned.what(), planned.at());
    }
  }

  /** At the end of the pause that holds; now when none does: it was missed. */
  private Wanted<AppId> wanted(TrackedApp app, Instant now) {
    Instant ready =
        books.rules().of(app.app()).pauseAt(now).map(held -> held.pause().until()).orElse(now);
    return new Wanted<>(app.id(), ready, ready.equals(Instant.MAX) ? Duration.ZERO : takes(app));
  }

  private Duration takes(TrackedApp app) {
    Duration longest = UNKNOWN_WAKE;
    try {
      longest =
          books.history().estimate(app.id()).map(known -> known.atMost()).orElse(UNKNOWN_WAKE);
    } catch (StoreUnavailableException e) {
      LOG.log(Level.DEBUG, "no wake history of {0} at hand", app.app().name());
    }
    return longest.multipliedBy(100 + MARGIN_PERCENT).dividedBy(100);
  }

  private void safely(TrackedApp app, Morning morning, Instant now) {
    Account account = app.app().account();
    Semaphore turn =
        turns.computeIfAbsent(
            account.id(), _ -> new Semaphore(paces.apply(account).atOnce(), true));
    turn.acquireUninterruptibly();
    try {
      start(books.directory().find(app.id()).orElse(app), morning, now);
    } catch (StoreUnavailableException e) {
      due.schedule(app.id(), now.plus(RETRY));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "app " + app.app().name() + " could not be started", e);
      due.schedule(app.id(), now.plus(RETRY));
    } finally {
      turn.release();
      starting.remove(app.id());
    }
  }

  private void start(TrackedApp app, Morning morning, Instant now) {
    if (!(app.state() instanceof AppState.Asleep)) {
      over(morning, null); // somebody woke it, or it is being looked into
      return;
    }
    Policy policy = books.rules().of(app.app());
    if (morning.unused() >= limit(app)) {
      skip(app, morning, now);
    } else if (policy.dryRun() != null) {
      books.dryRuns().wouldWake(app, why(policy, now));
      over(morning, null);
    } else {
      wake(app, morning, policy, now);
    }
  }

  private void wake(TrackedApp app, Morning morning, Policy policy, Instant now) {
    Instant ready = policy.pauseAt(now).map(held -> held.pause().until()).orElse(now);
    Map<String, String> details = Map.of(Wakes.READY_AT, ready.toString());
    WakeOutcome outcome =
        wakes.wake(app.id(), new Cause(Cause.Kind.WINDOW, why(policy, now), details));
    switch (outcome) {
      case WakeOutcome.Ready _ -> over(morning, now);
      case WakeOutcome.NoSuchApp _ -> over(morning, null);
      case WakeOutcome.NotNow notNow -> due.schedule(app.id(), now.plus(notNow.retryAfter()));
      case WakeOutcome.Failed failed -> {
        LOG.log(
            Level.WARNING,
            "app={0} was not started for the morning: {1}",
            app.app().name(),
            failed.detail());
        over(morning, null); // told as a failed wake; its first request tries again
      }
    }
  }

  private void skip(TrackedApp app, Morning morning, Instant now) {
    over(morning, null);
    String mornings = String.valueOf(morning.unused());
    Cause cause =
        Cause.of(
            Cause.Kind.WINDOW, "not used after the last " + mornings + " starts; it waits for one");
    Event event = Event.about(app.app(), now, EventType.MORNING_SKIPPED, cause);
    var _ = books.events().append(event.with(Map.of("mornings", mornings)));
  }

  private void over(Morning morning, @Nullable Instant started) {
    Instant pausedAt = morning.pausedAt();
    if (pausedAt != null) {
      mornings.over(morning.app(), pausedAt, started);
    }
    waiting.remove(morning.app(), morning);
  }

  private int limit(TrackedApp app) {
    return books.rules().of(app.app()).windows().value().stream()
        .filter(PauseWindow::start)
        .map(PauseWindow::unusedMornings)
        .max(Comparator.naturalOrder())
        .orElse(PauseWindow.DEFAULT_UNUSED_MORNINGS);
  }

  private static String why(Policy policy, Instant now) {
    return policy
        .pauseAt(now)
        .map(held -> "window " + held.pause().window() + " is about to end")
        .orElse("the window that paused it has ended");
  }
}
