// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.fleet;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppState;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.EventType;
import dev.paastis.app.Formation;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows and events in memory, with a switch that makes them unreachable. */
public final class MemoryApps implements AppRepository, EventLog {
  private final Map<AppId, TrackedApp> rows = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private int failuresLeft;
  private int answersToLose;
  private int failuresAfterLoss;

  /** The next calls fail as if the store were away. */
  public synchronized void failNext(int calls) {
    failuresLeft = calls;
  }

  /** The next transition is stored, its answer is lost, and so many calls after it fail. */
  public synchronized void loseNextAnswer(int failuresAfter) {
    answersToLose = 1;
    failuresAfterLoss = failuresAfter;
  }

  public synchronized void put(TrackedApp app) {
    rows.put(app.id(), app);
  }

  public synchronized List<EventType> eventTypes(AppId app) {
    return events.stream().filter(e -> app.equals(e.app())).map(Event::type).toList();
  }

  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public synchronized List<TrackedApp> all() {
    reach();
    return List.copyOf(rows.values());
  }

  @Override
  public synchronized Optional<TrackedApp> find(AppId id) {
    reach();
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public synchronized Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event) {
    reach();
    TrackedApp row = rows.get(from.id());
    if (row == null || row.version() != from.version()) {
      return Optional.empty();
    }
    rows.put(from.id(), row.next(to));
    events.add(event);
    loseAnswer();
    return Optional.of(row.next(to));
  }

  @Override
  public synchronized List<TrackedApp> declare(Account account, List<App> apps, Instant at) {
    List<TrackedApp> before =
        rows.values().stream().filter(row -> row.app().account().equals(account)).toList();
    before.forEach(row -> rows.remove(row.id()));
    return apps.stream().map(app -> declared(app, before, at)).toList();
  }

  private TrackedApp declared(App app, List<TrackedApp> before, Instant at) {
    TrackedApp row =
        before.stream()
            .filter(old -> old.app().ref().equals(app.ref()))
            .findFirst()
            .map(old -> old.of(renumbered(app, old.id())))
            .orElseGet(() ->
                new TrackedApp(
                    app, 1, new AppState.Unknown(at, "declared", Formation.EMPTY), null, null));
    rows.put(row.id(), row);
    return row;
  }

  private static App renumbered(App app, AppId id) {
    return new App(
        id,
        app.account(),
        app.ref(),
        app.name(),
        app.hosts(),
        app.settings(),
        app.group(),
        app.wall(),
        app.traits());
  }

  @Override
  public synchronized Optional<TrackedApp> pin(AppId id, @Nullable Instant until, Event event) {
    reach();
    TrackedApp row = rows.get(id);
    if (row == null) {
      return Optional.empty();
    }
    TrackedApp pinned =
        new TrackedApp(row.app(), row.version(), row.state(), row.lastActivity(), until);
    rows.put(id, pinned);
    events.add(event);
    return Optional.of(pinned);
  }

  @Override
  public synchronized Optional<TrackedApp> protect(AppId id, @Nullable String why, Event event) {
    return rewall(id, why == null ? null : Wall.standing(why), event);
  }

  @Override
  public synchronized Optional<TrackedApp> lift(
      AppId id, Wall.@Nullable Lifted lifted, Event event) {
    Wall wall = Optional.ofNullable(rows.get(id)).map(row -> row.app().wall()).orElse(null);
    return wall == null ? Optional.empty() : rewall(id, new Wall(wall.why(), lifted), event);
  }

  private Optional<TrackedApp> rewall(AppId id, @Nullable Wall wall, Event event) {
    reach();
    TrackedApp row = rows.get(id);
    if (row == null) {
      return Optional.empty();
    }
    TrackedApp walled = row.of(row.app().walledBy(wall));
    rows.put(id, walled);
    events.add(event);
    return Optional.of(walled);
  }

  @Override
  public synchronized void recordActivity(Map<AppId, Instant> lastActivity) {
    throw new AssertionError("not used by the use cases");
  }

  @Override
  public synchronized Event append(Event event) {
    reach();
    events.add(event);
    return event;
  }

  @Override
  public synchronized List<Event> before(
      SpaceId space, @Nullable AppId app, long before, int limit) {
    return events.reversed().stream()
        .filter(event -> app == null || app.equals(event.app()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
    throw new AssertionError("not used by the use cases");
  }

  private void loseAnswer() {
    if (answersToLose > 0) {
      answersToLose--;
      failuresLeft = failuresAfterLoss;
      throw new StoreUnavailableException("answer lost", new IOException("reset"));
    }
  }

  private void reach() {
    if (failuresLeft > 0) {
      failuresLeft--;
      throw new StoreUnavailableException("database away", new IOException("refused"));
    }
  }
}
