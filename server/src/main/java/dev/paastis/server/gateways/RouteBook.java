// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.RouteLine;
import dev.paastis.api.RouteRulesView;
import dev.paastis.api.RouteView;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.gateway.route.Alias;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.server.rest.EventFeed;
import dev.paastis.wake.WakeEstimate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest route of every app, in the order in which they changed. Each change has a position;
 * one that is overtaken by a later one of the same app is not kept, so that the book is as long as
 * there are apps, and a reader needs no queue of its own, however slow it is: it asks for what is
 * behind the position that it has reached. Of apps that are gone the last {@link #REMEMBERED} are
 * remembered; a reader that stands before those begins anew. Safe for use by many threads.
 */
public final class RouteBook {
  static final int REMEMBERED = 10_000;

  private final String epoch = UUID.randomUUID().toString();
  private final EventFeed feed = new EventFeed();
  private final TreeMap<Long, Change> changes = new TreeMap<>();
  private final Map<AppId, Long> positions = new HashMap<>();
  private final Queue<Long> gone = new ArrayDeque<>();
  private RouteRulesView rules = new RouteRulesView(List.of(), List.of());
  private OperatorRoutes written = OperatorRoutes.NONE;
  private @Nullable SpaceId writtenIn;
  private long writtenPosition;
  private long rulesPosition;
  private long position;
  private long floor;

  /**
   * The newest of an app.
   *
   * @param app which app
   * @param space its owner
   * @param route the way to it, {@code null} once it is gone
   */
  private record Change(AppId app, SpaceId space, @Nullable RouteView route) {}

  /**
   * What is behind a position.
   *
   * @param written the operator's routes where they have changed, to be told before the lines
   * @param lines in order
   * @param position up to where they reach
   */
  record Batch(@Nullable OperatorRoutes written, List<RouteLine> lines, long position) {}

  /** Takes a new or newer row of an app. */
  public void publish(TrackedApp app, @Nullable WakeEstimate estimate, Reach reach) {
    RouteView route = RouteViews.of(app, estimate, reach);
    synchronized (this) {
      RouteView known = find(app.id()).map(Change::route).orElse(null);
      if (route.equals(known) || (known != null && route.version() < known.version())) {
        return;
      }
      put(new Change(app.id(), app.app().space(), route));
    }
    feed.signal();
  }

  /** Notes that an app is gone. */
  public void remove(AppId app) {
    synchronized (this) {
      Change known = find(app).orElse(null);
      if (known == null || known.route() == null) {
        return;
      }
      put(new Change(app, known.space(), null));
      gone.add(position);
      if (gone.size() > REMEMBERED) {
        forget(gone.remove());
      }
    }
    feed.signal();
  }

  /** Puts aliases in force. */
  public void alias(List<Alias> aliases) {
    synchronized (this) {
      rules = new RouteRulesView(RouteViews.aliases(aliases), rules.ignored());
      rulesPosition = ++position;
    }
    feed.signal();
  }

  /** Puts rules on requests that wake nothing in force. */
  public void ignore(IgnoreRules ignored) {
    synchronized (this) {
      rules = new RouteRulesView(rules.aliases(), RouteViews.ignored(ignored));
      rulesPosition = ++position;
    }
    feed.signal();
  }

  /**
   * Puts the operator's routes in force in place of those before.
   *
   * @param space whose apps they are about; gateways of others are told of none
   */
  public void write(SpaceId space, List<RouteEntry> entries) {
    OperatorRoutes told = OperatorRoutes.of(entries);
    synchronized (this) {
      written = told;
      writtenIn = space;
      writtenPosition = ++position;
    }
    feed.signal();
  }

  /** What the positions belong to: another run of the engine counts anew. */
  String epoch() {
    return epoch;
  }

  /** Where it stands. */
  synchronized long position() {
    return position;
  }

  /** The rules in force. */
  synchronized RouteRulesView rules() {
    return rules;
  }

  /** The operator's routes in force for the apps of that space. */
  synchronized OperatorRoutes written(SpaceId space) {
    return space.equals(writtenIn) ? written : OperatorRoutes.NONE;
  }

  /** Tells of changes, and of whatever else readers should look after. */
  EventFeed feed() {
    return feed;
  }

  /** Whether everything behind that position is known still. */
  synchronized boolean reachesBackTo(String otherEpoch, long since) {
    return epoch.equals(otherEpoch) && since >= floor && since <= position;
  }

  /** Who owns the app; empty for one that is not known. */
  synchronized Optional<SpaceId> spaceOf(AppId app) {
    return find(app).filter(change -> change.route() != null).map(Change::space);
  }

  /** What changed in the space behind that position, at most so many lines. */
  synchronized Batch after(SpaceId space, long since, int limit) {
    OperatorRoutes changed = writtenPosition > since ? written(space) : null;
    List<RouteLine> lines = new ArrayList<>();
    if (rulesPosition > since) {
      lines.add(RouteLine.rules(rules, since));
    }
    for (Map.Entry<Long, Change> entry : changes.tailMap(since, false).entrySet()) {
      if (lines.size() >= limit) {
        return new Batch(changed, lines, lastOf(lines));
      }
      if (entry.getValue().space().equals(space)) {
        lines.add(line(entry.getValue(), entry.getKey()));
      }
    }
    return new Batch(changed, lines, position);
  }

  private static long lastOf(List<RouteLine> lines) {
    return Objects.requireNonNull(lines.getLast().position());
  }

  private static RouteLine line(Change change, long at) {
    RouteView route = change.route();
    return route == null ? RouteLine.gone(change.app().toString(), at) : RouteLine.route(route, at);
  }

  private Optional<Change> find(AppId app) {
    return Optional.ofNullable(positions.get(app)).map(changes::get);
  }

  private void put(Change change) {
    Long before = positions.put(change.app(), ++position);
    if (before != null) {
      changes.remove(before);
    }
    changes.put(position, change);
  }

  /** A position of an app that has come back since is none any more. */
  private void forget(long tombstone) {
    floor = tombstone;
    Change change = changes.get(tombstone);
    if (change != null && change.route() == null) {
      changes.remove(tombstone);
      positions.remove(change.app());
    }
  }
}
