// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Appends to the log, within the transaction of what the event tells. */
final class EventRows {
  private EventRows() {}

  /**
   * Appends an event. Positions are given out before they are committed: without the lock, a reader
   * that resumes after position 8 could see 8 committed before 7, and never see 7. So the writers
   * of one space take turns, from here to the end of their transactions.
   */
  static Event append(Handle handle, Event event) {
    handle
        .createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:space, 0)) IS NULL")
        .bind("space", "event " + event.space())
        .mapTo(Boolean.class)
        .one();
    return new Event(
        insert(handle, event),
        event.space(),
        event.app(),
        event.at(),
        event.type(),
        event.cause(),
        event.details());
  }

  private static long insert(Handle handle, Event event) {
    @Nullable AppId app = event.app();
    return handle
        .createQuery(
            """
            INSERT INTO event (space_id, app_id, at, type, cause, details)
            VALUES (:space, :app::uuid, :at, :type, :cause::jsonb, :details::jsonb)
            RETURNING id
            """)
        .bind("space", event.space().value())
        .bind("app", app == null ? null : app.value())
        .bind("at", event.at())
        .bind("type", event.type().wire())
        .bind("cause", Json.write(event.cause()))
        .bind("details", Json.write(event.details()))
        .mapTo(Long.class)
        .one();
  }
}
