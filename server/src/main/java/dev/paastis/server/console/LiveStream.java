// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.AppView;
import dev.paastis.api.EventView;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.server.rest.AppFinder;
import dev.paastis.server.rest.AppViews;
import dev.paastis.server.rest.EventFeed;
import dev.paastis.server.rest.EventViews;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells one open page what changed, so that it fetches these parts anew: which apps look different
 * from a moment ago, and which events were added. States are told at once; what the gateways know,
 * activity above all, is looked at every second, in memory.
 */
final class LiveStream {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Looks after which the log is read even though nobody said that it grew. */
  private static final int LOG_EVERY = 15;

  private static final int BATCH = 100;

  private final AppFinder apps;
  private final AppViews views;
  private final EventLog log;
  private final EventViews events;
  private final EventFeed feed;

  LiveStream(AppFinder apps, AppViews views, EventLog log, EventViews events, EventFeed feed) {
    this.apps = apps;
    this.views = views;
    this.log = log;
    this.events = events;
    this.feed = feed;
  }

  /** Tells until the page is gone or the server stops. */
  void follow(SpaceId space, Page page) throws IOException, InterruptedException {
    long noticed = feed.position();
    Map<String, AppView> shown = look(space);
    long seen = newest(space);
    page.begins();
    for (int looks = 1; feed.isOpen(); looks++) {
      long position = feed.position();
      Map<String, AppView> now = look(space);
      tellApps(shown, now, page);
      shown = now;
      boolean due = looks % LOG_EVERY == 0;
      if (due) {
        page.stillHere();
      }
      if (due || position != noticed) {
        seen = tellEvents(space, seen, page);
        noticed = position;
      }
      feed.await(position, LOOK_EVERY);
    }
  }

  private Map<String, AppView> look(SpaceId space) {
    Map<String, AppView> now = new HashMap<>();
    apps.all(space).forEach(app -> now.put(app.id().toString(), views.of(app)));
    return now;
  }

  private static void tellApps(Map<String, AppView> before, Map<String, AppView> now, Page page)
      throws IOException {
    Set<String> ids = new HashSet<>(before.keySet());
    ids.addAll(now.keySet());
    for (String id : ids) {
      AppView app = now.get(id);
      AppView old = before.get(id);
      if (app == null || old == null) {
        page.listChanged();
      } else if (!app.equals(old)) {
        page.changed(app);
      }
    }
  }

  /** While the log is away nothing is told, and everything afterwards. */
  private long tellEvents(SpaceId space, long after, Page page) throws IOException {
    long seen = after;
    try {
      if (after < 0) {
        return newest(space);
      }
      List<Event> fresh;
      do {
        fresh = log.after(space, null, seen, BATCH);
        for (Event event : fresh) {
          page.happened(events.of(event));
          seen = event.id();
        }
      } while (fresh.size() == BATCH);
      return seen;
    } catch (StoreUnavailableException _) {
      return seen;
    }
  }

  /** The position of the newest event; negative when the log is away. */
  private long newest(SpaceId space) {
    try {
      return log.before(space, null, Long.MAX_VALUE, 1).stream()
          .mapToLong(Event::id)
          .max()
          .orElse(0);
    } catch (StoreUnavailableException _) {
      return -1;
    }
  }

  /** An open page. */
  interface Page {
    /**
     * From here on every change is told. What changed since the page was rendered, or while the
     * line was cut, is for the page to fetch now.
     */
    void begins() throws IOException;

    void changed(AppView app) throws IOException;

    void listChanged() throws IOException;

    void happened(EventView event) throws IOException;

    void stillHere() throws IOException;
  }
}
