// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where apps and their states are kept. Every method may block, is safe for use by many threads,
 * and throws {@link StoreUnavailableException} when the store cannot be reached.
 */
public interface AppRepository {
  /** All apps that are not removed. */
  List<TrackedApp> all();

  /** The app, unless it is unknown or removed. */
  Optional<TrackedApp> find(AppId id);

  /**
   * Applies a transition if the row still has {@code from}'s version. In one transaction: the state
   * with the next version, the event, and the ledger's interval closed and opened when the state's
   * name changes.
   *
   * @return the row as it now stands, or empty when somebody else was faster
   */
  Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event);

  /**
   * Makes an account's declared apps the known ones: adds, updates by {@link App#ref()}, and marks
   * as removed what is not listed. A new app starts as {@link AppState.Unknown}.
   *
   * @return the account's rows as they now stand
   */
  List<TrackedApp> declare(Account account, List<App> apps, Instant at);

  /** Sets or, with {@code null}, takes off a pin, with its event; empty when the app is unknown. */
  Optional<TrackedApp> pin(AppId id, @Nullable Instant until, Event event);

  /**
   * Marks an app as production by a person's word, or with {@code null} no longer, with its event;
   * empty when the app is unknown. What the configuration or the account says stays beside it.
   *
   * @param why for people
   */
  Optional<TrackedApp> protect(AppId id, @Nullable String why, Event event);

  /**
   * Lifts the wall of an app, or with {@code null} puts it up again, with its event; empty when the
   * app is unknown or not production.
   */
  Optional<TrackedApp> lift(AppId id, Wall.@Nullable Lifted lifted, Event event);

  /**
   * Keeps last activities that are later than the stored ones; not a transition, no new version.
   */
  void recordActivity(Map<AppId, Instant> lastActivity);
}
