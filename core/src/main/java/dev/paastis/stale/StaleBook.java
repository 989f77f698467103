// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of stale apps, shared by all engines. Every method may block, is safe for use by
 * many threads, and throws {@link dev.paastis.app.StoreUnavailableException} when the store cannot
 * be reached.
 */
public interface StaleBook {
  /** All that is kept. */
  List<StaleCase> all();

  /** What is kept of an app. */
  Optional<StaleCase> find(AppId app);

  /**
   * Changes what is kept of an app, with an event, at once: nobody else changes it meanwhile.
   *
   * @param change from what is kept, or from {@link StaleCase#none}; {@code null} changes nothing
   * @return whether it was changed; false too when there is no such app any more
   */
  boolean change(AppId app, Function<StaleCase, @Nullable StaleCase> change, @Nullable Event event);

  /** Keeps nothing more of an app. */
  void forget(AppId app);

  /**
   * When something was last done to an app at its platform that is a sign of use: it was found,
   * deployed, or started by somebody.
   */
  Map<AppId, Instant> handled();
}
