// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, kept for ever and never changed.
 *
 * @param id position in the log, growing; zero until stored
 * @param space whose
 * @param app which app, if one
 * @param at when
 * @param type what
 * @param cause why
 * @param details what else is known, for example {@code tail}, the last lines of the app's output
 */
public record Event(
    long id,
    SpaceId space,
    @Nullable AppId app,
    Instant at,
    EventType type,
    Cause cause,
    Map<String, String> details) {
  /** Copies the details. */
  public Event {
    details = Map.copyOf(details);
  }

  /** An event about an app, not yet stored. */
  public static Event about(App app, Instant at, EventType type, Cause cause) {
    return new Event(0, app.space(), app.id(), at, type, cause, Map.of());
  }

  /** The same event with details. */
  public Event with(Map<String, String> more) {
    return new Event(id, space, app, at, type, cause, more);
  }
}
