// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.EventView;
import dev.paastis.api.ItemPage;
import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of events, newest first. */
public final class EventPages {
  /** How many events a search for one type reads at most before it hands back a cursor. */
  private static final int READ_AT_MOST = 2_000;

  private static final int CHUNK = 200;

  private final EventLog log;
  private final EventViews views;

  /** Reads that log. */
  public EventPages(EventLog log, EventViews views) {
    this.log = log;
    this.views = views;
  }

  /** The page of that query; its cursor is the position of the last event looked at. */
  public ItemPage<EventView> page(SpaceId space, Query query) {
    List<EventView> found = new ArrayList<>();
    long before = query.before();
    int read = 0;
    while (read < READ_AT_MOST) {
      int chunk = query.type() == null ? query.limit() - found.size() + 1 : CHUNK;
      List<Event> events = log.before(space, query.app(), before, chunk);
      for (Event event : events) {
        if (found.size() == query.limit()) {
          return new ItemPage<>(found, Long.toString(before));
        }
        if (query.matches(event)) {
          found.add(views.of(event));
        }
        before = event.id();
      }
      if (events.size() < chunk) {
        return new ItemPage<>(found, null);
      }
      read += events.size();
    }
    return new ItemPage<>(found, Long.toString(before));
  }

  /**
   * What to look for.
   *
   * @param app events of this app only
   * @param type events of this type only
   * @param before only those with a smaller position
   * @param limit at most so many, positive
   */
  public record Query(@Nullable AppId app, @Nullable EventType type, long before, int limit) {
    private boolean matches(Event event) {
      return type == null || event.type() == type;
    }
  }
}
