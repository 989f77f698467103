// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.routes;

import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.SpaceId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Keeps as events that routes are no longer in force as they are written, and that they are again.
 * The same mistakes, read once more, are no news. Not safe for use by many threads; may block.
 */
public final class RouteNews {
  private static final Cause READ =
      Cause.of(Cause.Kind.CONFIGURATION, "the routes were read again");

  private final EventLog events;
  private final SpaceId space;
  private final InstantSource clock;
  private List<String> told = List.of();

  /** Keeps them in that log as events of that space. */
  public RouteNews(EventLog events, SpaceId space, InstantSource clock) {
    this.events = events;
    this.space = space;
    this.clock = clock;
  }

  /**
   * Tells what is new; what could not be kept is told the next time.
   *
   * @param problems why the routes are not in force as the file has them; empty when they are
   * @throws dev.paastis.app.StoreUnavailableException when that cannot be kept now
   */
  void look(Path file, List<String> problems) {
    if (problems.equals(told)) {
      return;
    }
    String name = file.getFileName().toString();
    if (problems.isEmpty()) {
      keep(EventType.ROUTES_ACCEPTED, Map.of("file", name));
    } else {
      keep(EventType.ROUTES_REFUSED, Map.of("file", name, "reason", String.join("; ", problems)));
    }
    told = problems;
  }

  private void keep(EventType type, Map<String, String> details) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var _ = events.append(new Event(0, space, null, now, type, READ, details));
  }
}
