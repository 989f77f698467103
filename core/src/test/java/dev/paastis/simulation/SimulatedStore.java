// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.simulation;

import dev.paastis.app.Account;
import dev.paastis.app.App;
import dev.paastis.app.AppId;
import dev.paastis.app.AppRepository;
import dev.paastis.app.AppState;
import dev.paastis.app.Event;
import dev.paastis.app.EventType;
import dev.paastis.app.TrackedApp;
import dev.paastis.app.Wall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows that outlive every engine, with a judge who looks at each transition. */
final class SimulatedStore implements AppRepository {
  private final Faults faults;
  private final Map<AppId, TrackedApp> rows = new LinkedHashMap<>();
  private final List<Consumer<AppId>> feeds = new ArrayList<>();
  private final List<String> history = new ArrayList<>();
  private Instant last = Instant.MIN;

  SimulatedStore(Faults faults) {
    this.faults = faults;
  }

  void put(TrackedApp app) {
    rows.put(app.id(), app);
  }

  void feed(Consumer<AppId> changed) {
    feeds.add(changed);
  }

  /** As it is, whatever the weather. */
  List<TrackedApp> truth() {
    return List.copyOf(rows.values());
  }

  List<String> history() {
    return history;
  }

  @Override
  public List<TrackedApp> all() {
    return faults.stored(this::truth);
  }

  @Override
  public Optional<TrackedApp> find(AppId id) {
    return faults.stored(() -> Optional.ofNullable(rows.get(id)));
  }

  @Override
  public Optional<TrackedApp> transition(TrackedApp from, AppState to, Event event) {
    return faults.stored(() -> {
      TrackedApp row = rows.get(from.id());
      if (row == null || row.version() != from.version()) {
        return Optional.empty();
      }
      judge(row, to, event);
      TrackedApp next = row.next(to);
      rows.put(next.id(), next);
      feeds.forEach(feed -> feed.accept(next.id()));
      return Optional.of(next);
    });
  }

  /** The change is one the states allow, its event fits, and the ledger's times do not overlap. */
  private void judge(TrackedApp row, AppState to, Event event) {
    String step =
        "%s v%d %s -> %s by %s at %s"
            .formatted(
                row.app().name(),
                row.version(),
                row.state().name().wire(),
                to.name().wire(),
                event.type().wire(),
                event.at());
    history.add(step);
    if (!typesOf(row.state(), to).contains(event.type())) {
      faults.violated("not a transition: " + step);
    }
    if (event.at().isBefore(last)) {
      faults.violated("an interval ends before it began: " + step);
    }
    last = event.at();
  }

  private static Set<EventType> typesOf(AppState from, AppState to) {
    return switch (to) {
      case AppState.Waking _ ->
          from instanceof AppState.Waking
              ? Set.of(EventType.TAKEN_UP)
              : only(from instanceof AppState.Asleep, EventType.WAKE_STARTED);
      case AppState.FallingAsleep _ ->
          from instanceof AppState.FallingAsleep
              ? Set.of(EventType.TAKEN_UP)
              : only(from instanceof AppState.Awake, EventType.SLEEP_STARTED);
      case AppState.Awake _ -> toAwake(from);
      case AppState.Asleep _ -> toAsleep(from);
      case AppState.Unknown _ -> Set.of(EventType.WAKE_FAILED, EventType.SLEEP_FAILED);
    };
  }

  private static Set<EventType> toAwake(AppState from) {
    return switch (from) {
      case AppState.Waking _ -> Set.of(EventType.WOKEN);
      case AppState.FallingAsleep _ -> Set.of(EventType.SLEEP_FAILED, EventType.SLEEP_CALLED_OFF);
      case AppState.Awake _, AppState.Asleep _, AppState.Unknown _ -> Set.of(EventType.FOUND_AWAKE);
    };
  }

  private static Set<EventType> toAsleep(AppState from) {
    return switch (from) {
      case AppState.Waking _ -> Set.of(EventType.WAKE_FAILED);
      case AppState.FallingAsleep _ -> Set.of(EventType.FELL_ASLEEP);
      case AppState.Awake _, AppState.Unknown _ ->
          Set.of(EventType.FOUND_ASLEEP, EventType.CRASHED);
      case AppState.Asleep _ -> Set.of();
    };
  }

  private static Set<EventType> only(boolean legal, EventType type) {
    return legal ? Set.of(type) : Set.of();
  }

  @Override
  public List<TrackedApp> declare(Account account, List<App> apps, Instant at) {
    throw new AssertionError("not used by the use cases");
  }

  @Override
  public Optional<TrackedApp> pin(AppId id, @Nullable Instant until, Event event) {
    throw new AssertionError("not used by the simulation");
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
    throw new AssertionError("not used by the use cases");
  }
}
