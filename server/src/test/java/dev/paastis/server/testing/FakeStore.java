// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.policy.WakeBudget;
import dev.paastis.savings.Ledger;
import dev.paastis.savings.LedgerInterval;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The core's ports in memory; can be taken away like a database. */
public final class FakeStore implements AppRepository, EventLog, Ledger, WakeHistory {
  private final Map<AppId, TrackedApp> rows = new LinkedHashMap<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<LedgerInterval> ledger = new CopyOnWriteArrayList<>();
  private final Map<AppId, List<Duration>> wakes = new LinkedHashMap<>();
  private volatile boolean away;

  /** Takes the store away or brings it back. */
  public void setAway(boolean now) {
    away = now;
  }

  /** Fails while the store is away. */
  void reach() {
    if (away) {
      throw new StoreUnavailableException("away", new IOException("connection refused"));
    }
  }

  /** Puts a row with its history. */
  synchronized void put(TrackedApp app, List<LedgerInterval> history, List<Duration> took) {
    rows.put(app.id(), app);
    ledger.addAll(history);
    wakes.put(app.id(), new ArrayList<>(took));
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
    TrackedApp next = row.next(to);
    rows.put(next.id(), next);
    ledger.replaceAll(part -> closed(part, next, event.at()));
    ledger.add(new LedgerInterval(next.id(), to.name(), to.formation(), event.at(), null));
    append(event);
    return Optional.of(next);
  }

  private static LedgerInterval closed(LedgerInterval part, TrackedApp app, Instant at) {
    return part.app().equals(app.id()) && part.to() == null
        ? new LedgerInterval(part.app(), part.state(), part.formation(), part.from(), at)
        : part;
  }

  @Override
  public List<TrackedApp> declare(Account account, List<App> apps, Instant at) {
    throw new UnsupportedOperationException("the fleet is put, not declared");
  }

  @Override
  public synchronized Optional<TrackedApp> pin(AppId id, @Nullable Instant until, Event event) {
    reach();
    append(event);
    return Optional.ofNullable(
        rows.computeIfPresent(
            id,
            (_, row) ->
                new TrackedApp(
                    row.app(), row.version() + 1, row.state(), row.lastActivity(), until)));
  }

  @Override
  public Optional<TrackedApp> protect(AppId id, @Nullable String why, Event event) {
    throw new AssertionError("not used here");
  }

  @Override
  public Optional<TrackedApp> lift(AppId id, Wall.@Nullable Lifted lifted, Event event) {
    throw new AssertionError("not used here");
  }

  @Override
  public void recordActivity(Map<AppId, Instant> lastActivity) {
    throw new UnsupportedOperationException("activity is with the engine");
  }

  @Override
  public synchronized Event append(Event event) {
    reach();
    Event stored =
        new Event(
            events.size() + 1L,
            event.space(),
            event.app(),
            event.at(),
            event.type(),
            event.cause(),
            event.details());
    events.add(stored);
    return stored;
  }

  @Override
  public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
    return of(space, app)
        .filter(event -> event.id() < before)
        .sorted(Comparator.comparingLong(Event::id).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
    return of(space, app).filter(event -> event.id() > after).limit(limit).toList();
  }

  private Stream<Event> of(SpaceId space, @Nullable AppId app) {
    reach();
    return events.stream()
        .filter(event -> event.space().equals(space))
        .filter(event -> app == null || app.equals(event.app()));
  }

  @Override
  public List<LedgerInterval> intervals(AppId app, Instant from, Instant to) {
    return touching(from, to).filter(part -> part.app().equals(app)).toList();
  }

  @Override
  public List<LedgerInterval> intervals(SpaceId space, Instant from, Instant to) {
    return touching(from, to).toList();
  }

  private Stream<LedgerInterval> touching(Instant from, Instant to) {
    reach();
    return ledger.stream()
        .filter(part -> part.from().isBefore(to))
        .filter(part -> part.to() == null || part.to().isAfter(from))
        .sorted(Comparator.comparing(LedgerInterval::from));
  }

  @Override
  public synchronized void woken(AppId app, Instant startedAt, Duration took, Cause cause) {
    wakes.computeIfAbsent(app, _ -> new ArrayList<>()).add(took);
  }

  @Override
  public synchronized Optional<WakeEstimate> estimate(AppId app) {
    reach();
    List<Duration> took = wakes.getOrDefault(app, List.of()).stream().sorted().toList();
    return took.isEmpty()
        ? Optional.empty()
        : Optional.of(new WakeEstimate(took.get(took.size() / 2), took.getLast(), took.size()));
  }

  @Override
  public WakeBudget.Counts countByRequests(App app, Instant now) {
    reach();
    return new WakeBudget.Counts(0, 0, 0, 0);
  }
}
