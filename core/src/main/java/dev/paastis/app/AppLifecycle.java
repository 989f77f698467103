// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of app states: every transition passes through here, is stored under the row's
 * version, logged, and told to the listeners. Safe for use by many threads.
 */
public final class AppLifecycle {
  private static final Logger LOG = System.getLogger(AppLifecycle.class.getName());

  private final AppRepository apps;
  private final InstantSource clock;
  private final List<AppListener> listeners = new CopyOnWriteArrayList<>();

  /** Owns the states kept in that repository. */
  public AppLifecycle(AppRepository apps, InstantSource clock) {
    this.apps = apps;
    this.clock = clock;
  }

  /** Adds a listener; those added first are told first. */
  public void listen(AppListener listener) {
    listeners.add(listener);
  }

  /** The wall clock's time, the same that transitions carry. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Applies a transition.
   *
   * @param from the row as last seen
   * @param to the next state
   * @param what the event to keep with it
   * @return the row as it now stands, or empty when somebody else changed it first
   * @throws StoreUnavailableException when nothing was changed because the store is away
   */
  public Optional<TrackedApp> apply(TrackedApp from, AppState to, What what) {
    Event event = Event.about(from.app(), now(), what.type(), what.cause()).with(what.details());
    Optional<TrackedApp> changed = apps.transition(from, to, event);
    changed.ifPresent(app -> {
      LOG.log(
          Level.INFO,
          "app={0} state={1} from={2} event={3} cause={4}",
          app.app().name(),
          to.name().wire(),
          from.state().name().wire(),
          what.type().wire(),
          what.cause().summary());
      publish(app);
    });
    return changed;
  }

  /** Pins an app until then, or takes the pin off with {@code null}; empty when unknown. */
  public Optional<TrackedApp> pin(TrackedApp app, @Nullable Instant until, Cause cause) {
    EventType type = until == null ? EventType.UNPINNED : EventType.PINNED;
    Map<String, String> details = until == null ? Map.of() : Map.of("until", until.toString());
    Event event = Event.about(app.app(), now(), type, cause).with(details);
    Optional<TrackedApp> changed = apps.pin(app.id(), until, event);
    changed.ifPresent(this::publish);
    return changed;
  }

  /** Tells the listeners of a row that was read or changed elsewhere. */
  public void publish(TrackedApp app) {
    listeners.forEach(listener -> listener.changed(app));
  }

  /** Tells the listeners that an app is gone. */
  public void publishRemoved(TrackedApp app) {
    listeners.forEach(listener -> listener.removed(app));
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
