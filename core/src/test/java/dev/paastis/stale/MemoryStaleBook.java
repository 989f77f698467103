// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.stale;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is kept of stale apps, in memory. */
final class MemoryStaleBook implements StaleBook {
  final Map<AppId, Instant> handled = new HashMap<>();
  private final Map<AppId, StaleCase> cases = new HashMap<>();
  private final EventLog events;

  /** Runs once, right before the next change. */
  Runnable beforeChange = () -> {};

  MemoryStaleBook(EventLog events) {
    this.events = events;
  }

  @Override
  public List<StaleCase> all() {
    return List.copyOf(cases.values());
  }

  @Override
  public Optional<StaleCase> find(AppId app) {
    return Optional.ofNullable(cases.get(app));
  }

  @Override
  public boolean change(
      AppId app, Function<StaleCase, @Nullable StaleCase> change, @Nullable Event event) {
    Runnable first = beforeChange;
    beforeChange = () -> {};
    first.run();
    StaleCase next = change.apply(cases.getOrDefault(app, StaleCase.none(app)));
    if (next == null) {
      return false;
    }
    cases.put(app, next);
    if (event != null) {
      var _ = events.append(event);
    }
    return true;
  }

  @Override
  public void forget(AppId app) {
    cases.remove(app);
  }

  @Override
  public Map<AppId, Instant> handled() {
    return Map.copyOf(handled);
  }
}
