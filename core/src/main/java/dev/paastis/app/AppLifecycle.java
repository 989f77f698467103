// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of app states: every transition passes through here, is stored under the row's
 * version, logged, and told to the listeners. Safe for use by many threads.
 *
 * <p>What is read or written of one app is told in the same order: a row without a pin, read before
 * the pin was set, never follows the row with it.
 *
 * <p>An answer of the store that is lost is not taken for a refusal. The row is read again; where
 * even that fails the app stays <em>in doubt</em> until {@link #settleDoubts}.
 */
public final class AppLifecycle {
  private static final Logger LOG = System.getLogger(AppLifecycle.class.getName());

  private final AppRepository apps;
  private final InstantSource clock;
  private final List<AppListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<AppId, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Set<AppId> doubtful = ConcurrentHashMap.newKeySet();

  /** Owns the states kept in that repository. */
  public AppLifecycle(AppRepository apps, InstantSource clock) {
    this.apps = apps;
    this.clock = clock;
  }

  /** Adds a listener; those added first are told first. */
  public void listen(AppListener listener) {
    listeners.add(listener);
  }

  /** The wall clock's time in microseconds, which is as fine as the store keeps it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Applies a transition.
   *
   * @param from the row as last seen
   * @param to the next state
   * @param what the event to keep with it
   * @return the row as it now stands, or empty when somebody else changed it first; the listeners
   *     then know of the other's row
   * @throws StoreUnavailableException when the store is away; nothing was changed, or the app is in
   *     doubt
   */
  public Optional<TrackedApp> apply(TrackedApp from, AppState to, What what) {
    Event event = Event.about(from.app(), now(), what.type(), what.cause()).with(what.details());
    return inOrder(
        from.id(),
        () -> {
          Optional<TrackedApp> changed = transition(from, to, event);
          changed.ifPresent(app -> {
            log(app, from, what);
            publish(app);
          });
          return changed;
        });
  }

  /** Reads the app's row from the store and tells the listeners of it, or that it is gone. */
  public Optional<TrackedApp> reload(TrackedApp known) {
    return reload(known.id(), () -> publishRemoved(known));
  }

  /** Reads the app's row from the store and tells the listeners of it, if there is one. */
  public Optional<TrackedApp> reload(AppId id) {
    return reload(id, () -> {});
  }

  /**
   * Reads again every app of which a change may have been stored without an answer. Those that
   * cannot be read now stay in doubt.
   */
  public void settleDoubts() {
    doubtful.removeIf(id -> {
      var _ = reload(id);
      return true;
    });
  }

  /** Pins an app until then, or takes the pin off with {@code null}; empty when unknown. */
  public Optional<TrackedApp> pin(TrackedApp app, @Nullable Instant until, Cause cause) {
    EventType type = until == null ? EventType.UNPINNED : EventType.PINNED;
    Map<String, String> details = until == null ? Map.of() : Map.of("until", until.toString());
    Event event = Event.about(app.app(), now(), type, cause).with(details);
    return changed(app.id(), () -> apps.pin(app.id(), until, event));
  }

  /** Marks an app as production for that reason. */
  public Optional<TrackedApp> protect(TrackedApp app, String why, Cause cause) {
    Event event =
        Event.about(app.app(), now(), EventType.PROTECTED, cause).with(Map.of("reason", why));
    return changed(app.id(), () -> apps.protect(app.id(), why, event));
  }

  /**
   * Takes back for that reason that an app is production. What its account or the configuration
   * says of it stays, and keeps it from sleep.
   */
  public Optional<TrackedApp> unmark(TrackedApp app, String reason, Cause cause) {
    Event event =
        Event.about(app.app(), now(), EventType.UNPROTECTED, cause).with(Map.of("reason", reason));
    return changed(app.id(), () -> apps.protect(app.id(), null, event));
  }

  /** Lifts a production app's wall, or puts it up again with {@code null}. */
  public Optional<TrackedApp> lift(TrackedApp app, Wall.@Nullable Lifted lifted, Cause cause) {
    EventType type = lifted == null ? EventType.PROTECTION_RESTORED : EventType.PROTECTION_LIFTED;
    Event event =
        Event.about(app.app(), now(), type, cause)
            .with(lifted == null ? Map.of() : Map.of("reason", lifted.reason()));
    return changed(app.id(), () -> apps.lift(app.id(), lifted, event));
  }

  /** Tells the listeners of a row that was read or changed elsewhere. */
  public void publish(TrackedApp app) {
    tell(app, listener -> listener.changed(app));
  }

  /** Tells the listeners that an app is gone. */
  public void publishRemoved(TrackedApp app) {
    tell(app, listener -> listener.removed(app));
  }

  private Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event) {
    Optional<TrackedApp> changed;
    try {
      changed = apps.transition(from, to, event);
    } catch (StoreUnavailableException e) {
      doubtful.add(from.id());
      Optional<TrackedApp> stored = settled(from, to);
      if (stored.isEmpty()) {
        throw e;
      }
      return stored;
    }
    return changed.isPresent() ? changed : lost(from, to);
  }

  /**
   * After a lost answer: the row when it shows that the change was stored. The store may yet finish
   * what it began, so a row that is still the old one proves nothing, and the doubt stays.
   */
  private Optional<TrackedApp> settled(TrackedApp from, AppState to) {
    try {
      Optional<TrackedApp> ours = apps.find(from.id()).filter(row -> shows(row, from, to));
      ours.ifPresent(row -> doubtful.remove(row.id()));
      return ours;
    } catch (StoreUnavailableException again) {
      return Optional.empty();
    }
  }

  /** Not carried out because the row is another: somebody else's, or ours of an earlier try. */
  private Optional<TrackedApp> lost(TrackedApp from, AppState to) {
    Optional<TrackedApp> row = reload(from);
    doubtful.remove(from.id());
    return row.filter(now -> shows(now, from, to));
  }

  /** A change that is no transition: stored, then told. */
  private Optional<TrackedApp> changed(AppId id, Supplier<Optional<TrackedApp>> change) {
    return inOrder(
        id,
        () -> {
          Optional<TrackedApp> row = stored(id, change);
          row.ifPresent(this::publish);
          return row;
        });
  }

  private Optional<TrackedApp> stored(AppId id, Supplier<Optional<TrackedApp>> change) {
    try {
      return change.get();
    } catch (StoreUnavailableException e) {
      doubtful.add(id);
      throw e;
    }
  }

  private Optional<TrackedApp> reload(AppId id, Runnable gone) {
    return inOrder(
        id,
        () -> {
          Optional<TrackedApp> row = apps.find(id);
          row.ifPresentOrElse(this::publish, gone);
          return row;
        });
  }

  /** Whether the row is what the change leads to: told by its operation, else by name and time. */
  private static boolean shows(TrackedApp row, TrackedApp from, AppState to) {
    return row.version() == from.version() + 1
        && row.state().name() == to.name()
        && row.state().since().equals(to.since())
        && operationOf(row.state()).equals(operationOf(to));
  }

  private static Optional<UUID> operationOf(AppState state) {
    return switch (state) {
      case AppState.Waking waking -> Optional.of(waking.operation().id());
      case AppState.FallingAsleep falling -> Optional.of(falling.operation().id());
      case AppState.Awake _, AppState.Asleep _, AppState.Unknown _ -> Optional.empty();
    };
  }

  private <T> T inOrder(AppId id, Supplier<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(id, _ -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** What is stored has happened: a listener that fails changes nothing of it for the others. */
  private void tell(TrackedApp app, Consumer<AppListener> message) {
    for (AppListener listener : listeners) {
      try {
        message.accept(listener);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a listener failed on a change of app " + app.app().name(), e);
      }
    }
  }

  private static void log(TrackedApp app, TrackedApp from, What what) {
    LOG.log(
        Level.INFO,
        "app={0} state={1} from={2} event={3} cause={4}",
        app.app().name(),
        app.state().name().wire(),
        from.state().name().wire(),
        what.type().wire(),
        what.cause().summary());
  }

  /**
   * What a transition is about.
   *
   * @param type the event's type
   * @param cause the event's cause
   * @param details the event's details
   */
  public record What(EventType type, Cause cause, Map<String, String> details) {
    /** Without details. */
    public static What of(EventType type, Cause cause) {
      return new What(type, cause, Map.of());
    }
  }
}
