// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.testing;

import dev.paastis.app.AppId;
import dev.paastis.app.Event;
import dev.paastis.app.EventLog;
import dev.paastis.server.rest.StaleStates;
import dev.paastis.stale.StaleBook;
import dev.paastis.stale.StaleCase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is kept of stale apps, in memory. */
public final class FakeStaleBook implements StaleBook, StaleStates {
  private final Map<AppId, StaleCase> cases = new ConcurrentHashMap<>();
  private final EventLog events;

  FakeStaleBook(EventLog events) {
    this.events = events;
  }

  @Override
  public StaleCase of(AppId app) {
    return cases.getOrDefault(app, StaleCase.none(app));
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
    StaleCase next = change.apply(of(app));
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
    return Map.of();
  }
}
