// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the event log as server-sent events, on the request's own virtual thread, until the client
 * leaves or the server stops. While the database is away the stream stays open and catches up
 * afterwards.
 */
final class EventStream {
  private static final int BATCH = 200;

  private final EventLog log;
  private final EventFeed feed;
  private final EventViews views;
  private final JsonMapper json;
  private final Duration heartbeat;

  EventStream(EventLog log, EventFeed feed, EventViews views, JsonMapper json, Duration heartbeat) {
    this.log = log;
    this.feed = feed;
    this.views = views;
    this.json = json;
    this.heartbeat = heartbeat;
  }

  /** The position of the newest event, zero when there is none. */
  long newest(SpaceId space, @Nullable AppId app) {
    return log.before(space, app, Long.MAX_VALUE, 1).stream().mapToLong(Event::id).max().orElse(0);
  }

  void serve(SpaceId space, @Nullable AppId app, long after, HttpServletResponse response)
      throws IOException, InterruptedException {
    ServerSentEvents out = ServerSentEvents.open(response);
    long sent = after;
    while (feed.isOpen()) {
      long position = feed.position();
      sent = catchUp(space, app, sent, out);
      if (feed.await(position, heartbeat) == position) {
        out.comment("still here");
      }
    }
  }

  private long catchUp(SpaceId space, @Nullable AppId app, long after, ServerSentEvents out)
      throws IOException {
    long sent = after;
    try {
      while (true) {
        List<Event> events = log.after(space, app, sent, BATCH);
        for (Event event : events) {
          out.send(event.id(), event.type().wire(), json.writeValueAsString(views.of(event)));
          sent = event.id();
        }
        if (events.size() < BATCH) {
          return sent;
        }
      }
    } catch (StoreUnavailableException _) {
      out.comment("the database cannot be reached; the stream goes on when it is back");
      return sent;
    }
  }
}
