// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.EngineId;
import dev.paastis.pause.Gateways;
import dev.paastis.pause.Reconciler;
import dev.paastis.pause.Sleeper;
import dev.paastis.policy.PolicyBook;
import dev.paastis.policy.WakeBudget;
import dev.paastis.provider.Control;
import dev.paastis.provider.Discoveries;
import dev.paastis.provider.Provider;
import dev.paastis.schedule.Ticker;
import dev.paastis.store.DatabaseUrl;
import dev.paastis.store.EmbeddedServer;
import dev.paastis.store.HomeLock;
import dev.paastis.store.Store;
import dev.paastis.store.StoreSettings;
import dev.paastis.wake.Probe;
import dev.paastis.wake.WakeGuard;
import dev.paastis.wake.Waker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;

/** Two engines as they are in two processes, on one real PostgreSQL and one platform. */
final class TwoEngines implements AutoCloseable {
  final HomeLock lock;
  final EmbeddedServer server;
  final Engine first;
  final Engine second;

  TwoEngines(Path home, Provider platform, Probe probe, Gateways gateways) {
    this.lock = HomeLock.take(home);
    this.server = EmbeddedServer.start(lock, Ticker.system());
    this.first = new Engine(server.url(), platform, probe, gateways);
    this.second = new Engine(server.url(), platform, probe, gateways);
  }

  /** One of them. */
  static final class Engine implements AutoCloseable {
    final EngineId id = new EngineId(UUID.randomUUID());
    final Store store;
    final AppDirectory directory = new AppDirectory();
    final AppLifecycle lifecycle;
    final OtherEngines others;
    final Waker waker;
    final Sleeper sleeper;
    final Reconciler reconciler;

    Engine(DatabaseUrl url, Provider platform, Probe probe, Gateways gateways) {
      this.store = Store.open(StoreSettings.of(url, InstantSource.system()));
      this.lifecycle = new AppLifecycle(store.apps(), InstantSource.system());
      lifecycle.listen(directory);
      Control control = new Control(id, lifecycle, directory, _ -> platform, Ticker.system());
      PolicyBook rules = PolicyBook.empty();
      WakeGuard.Log log = new WakeGuard.Log(store.wakes(), store.events());
      WakeGuard guard = new WakeGuard(control, rules, log, new WakeBudget(100, 100));
      this.waker = new Waker(control, guard, store.wakes(), probe);
      this.sleeper = new Sleeper(control, gateways, rules);
      this.reconciler = new Reconciler(control, waker, sleeper, Runnable::run, Discoveries.IGNORED);
      this.others = new OtherEngines(store, false, lifecycle, directory);
      others.follow(_ -> {}, () -> {});
    }

    @Override
    public void close() {
      others.close();
      store.close();
    }
  }

  @Override
  public void close() {
    second.close();
    first.close();
    server.close();
    lock.close();
  }
}
