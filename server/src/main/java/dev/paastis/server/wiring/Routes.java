// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.Account;
import dev.paastis.app.AppId;
import dev.paastis.app.AppListener;
import dev.paastis.app.AppState;
import dev.paastis.app.StoreUnavailableException;
import dev.paastis.app.TrackedApp;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.gateway.resolve.Reach;
import dev.paastis.server.gateways.RouteBook;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeHistory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Publishes every change of an app to all gateways, with the estimate of its next wake. */
final class Routes implements AppListener {
  private final GatewayServer gateway;
  private final RouteBook book;
  private final WakeHistory history;
  private final Executor executor;
  private final Predicate<Account> declared;
  private final Map<AppId, WakeEstimate> estimates = new ConcurrentHashMap<>();

  /**
   * Publishes to that gateway.
   *
   * @param declared whether the operator has declared an account, so that its apps may be near
   */
  Routes(
      GatewayServer gateway,
      RouteBook book,
      WakeHistory history,
      Executor executor,
      Predicate<Account> declared) {
    this.gateway = gateway;
    this.book = book;
    this.history = history;
    this.executor = executor;
    this.declared = declared;
  }

  @Override
  public void changed(TrackedApp app) {
    publish(app, estimates.get(app.id()));
    if (app.state() instanceof AppState.Awake || !estimates.containsKey(app.id())) {
      executor.execute(() -> refresh(app));
    }
  }

  @Override
  public void removed(TrackedApp app) {
    estimates.remove(app.id());
    gateway.remove(app.id());
    book.remove(app.id());
  }

  private void publish(TrackedApp app, @Nullable WakeEstimate estimate) {
    Reach reach = reach(app);
    gateway.publish(app, estimate, reach);
    book.publish(app, estimate, reach);
  }

  private Reach reach(TrackedApp app) {
    return declared.test(app.app().account()) ? Reach.ANYWHERE : Reach.PUBLIC;
  }

  /** The estimate only serves texts and paces, so it may come a moment after the state. */
  private void refresh(TrackedApp app) {
    try {
      history
          .estimate(app.id())
          .ifPresent(estimate -> {
            estimates.put(app.id(), estimate);
            publish(app, estimate);
          });
    } catch (StoreUnavailableException e) {
      System.getLogger(Routes.class.getName())
          .log(System.Logger.Level.DEBUG, "no estimate for {0} now", app.app().name());
    }
  }
}
