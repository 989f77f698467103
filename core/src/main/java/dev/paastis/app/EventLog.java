// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The append-only log of events. Safe for use by many threads; may block. */
public interface EventLog {
  /** Appends an event and returns it with its position. */
  Event append(Event event);

  /**
   * Events newest first.
   *
   * @param space whose
   * @param app only this app's, or {@code null} for all
   * @param before only those with a smaller position; {@link Long#MAX_VALUE} for the newest
   * @param limit at most so many
   */
  List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit);

  /** Events oldest first with a greater position than {@code after}: for streams that resume. */
  List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit);
}
