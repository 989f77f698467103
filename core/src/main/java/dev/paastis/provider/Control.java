// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppRepository;
import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Operation;
import dev.paastis.app.TrackedApp;
import dev.paastis.schedule.Ticker;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every use case of an engine works with: who acts, on which apps, by which providers, and
 * which operations this process has under way. Safe for use by many threads.
 */
public final class Control {
  private final EngineId engine;
  private final AppRepository apps;
  private final AppLifecycle lifecycle;
  private final AppDirectory directory;
  private final Providers providers;
  private final Ticker ticker;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  /** Puts an engine's collaborators together. */
  public Control(
      EngineId engine,
      AppRepository apps,
      AppLifecycle lifecycle,
      AppDirectory directory,
      Providers providers,
      Ticker ticker) {
    this.engine = engine;
    this.apps = apps;
    this.lifecycle = lifecycle;
    this.directory = directory;
    this.providers = providers;
    this.ticker = ticker;
  }

  /** Who acts. */
  public EngineId engine() {
    return engine;
  }

  /** Applies transitions. */
  public AppLifecycle lifecycle() {
    return lifecycle;
  }

  /** Knows the apps. */
  public AppDirectory directory() {
    return directory;
  }

  /** Measures elapsed time. */
  public Ticker ticker() {
    return ticker;
  }

  /** The provider of the app's account. */
  public Provider providerOf(TrackedApp app) {
    return providers.of(app.app().account());
  }

  /** A new operation of this engine, under way until {@link #end}. */
  public Operation begin(Cause cause) {
    Operation operation = new Operation(UUID.randomUUID(), engine, lifecycle.now(), cause);
    underWay.add(operation.id());
    return operation;
  }

  /** The operation is over, one way or another. */
  public void end(Operation operation) {
    underWay.remove(operation.id());
  }

  /** Whether this process is carrying the operation out. */
  public boolean isUnderWay(Operation operation) {
    return underWay.contains(operation.id());
  }

  /** Whether the operation was begun by this engine. */
  public boolean isMine(Operation operation) {
    return operation.engine().equals(engine);
  }

  /** Reads the app's row from the store and tells the listeners of it. */
  public Optional<TrackedApp> reload(AppId id) {
    Optional<TrackedApp> row = apps.find(id);
    row.ifPresent(lifecycle::publish);
    return row;
  }
}
