// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppState;
import dev.paastis.app.Cause;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.Mornings;
import dev.paastis.policy.WakeBudget;
import dev.paastis.schedule.Deadline;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an engine keeps, in memory, with gateways that nobody uses: what is measured on
 * it is the engine's own work.
 */
final class Notebook implements AppRepository, EventLog, WakeHistory, Mornings, Gateways {
  private static final Quiet QUIET = new Quiet(0, 0, null);

  private final Map<AppId, TrackedApp> rows = new ConcurrentHashMap<>();
  private final Map<AppId, Morning> waiting = new ConcurrentHashMap<>();

  void put(TrackedApp row) {
    rows.put(row.id(), row);
  }

  @Override
  public List<TrackedApp> all() {
    return List.copyOf(rows.values());
  }

  @Override
  public Optional<TrackedApp> find(AppId id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event) {
    TrackedApp next = from.next(to);
    TrackedApp now =
        rows.computeIfPresent(from.id(), (_, row) -> row.version() == from.version() ? next : row);
    return Optional.ofNullable(now).filter(next::equals);
  }

  @Override
  public List<Morning> waiting() {
    return List.copyOf(waiting.values());
  }

  @Override
  public Morning paused(AppId app, Instant at, @Nullable Instant lastActivity) {
    Morning morning = new Morning(app, at, null, 0);
    waiting.put(app, morning);
    return morning;
  }

  @Override
  public void over(AppId app, Instant pausedAt, @Nullable Instant startedAt) {
    waiting.remove(app);
  }

  @Override
  public Event append(Event event) {
    return event;
  }

  @Override
  public List<Event> before(SpaceId space, @Nullable AppId app, long before, int limit) {
    return List.of();
  }

  @Override
  public List<Event> after(SpaceId space, @Nullable AppId app, long after, int limit) {
    return List.of();
  }

  @Override
  public void woken(AppId app, Instant startedAt, Duration took, Cause cause) {}

  @Override
  public Optional<WakeEstimate> estimate(AppId app) {
    return Optional.empty();
  }

  @Override
  public WakeBudget.Counts countByRequests(App app, Instant now) {
    return new WakeBudget.Counts(0, 0, 0, 0);
  }

  @Override
  public Quiet holdNewRequests(AppId app, Deadline deadline) {
    return QUIET;
  }

  @Override
  public Quiet activity(AppId app) {
    return QUIET;
  }

  @Override
  public Map<AppId, Instant> drainActivity() {
    return Map.of();
  }

  @Override
  public void recordActivity(Map<AppId, Instant> lastActivity) {}

  @Override
  public List<TrackedApp> declare(Account account, List<App> apps, Instant at) {
    throw new UnsupportedOperationException("apps are put in, not declared");
  }

  @Override
  public Optional<TrackedApp> pin(AppId id, @Nullable Instant until, Event event) {
    throw new UnsupportedOperationException("nobody pins");
  }

  @Override
  public Optional<TrackedApp> protect(AppId id, @Nullable String why, Event event) {
    throw new UnsupportedOperationException("nothing is production");
  }

  @Override
  public Optional<TrackedApp> lift(AppId id, Wall.@Nullable Lifted lifted, Event event) {
    throw new UnsupportedOperationException("nothing is production");
  }
}
