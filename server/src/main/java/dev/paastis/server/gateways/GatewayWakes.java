// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.GatewayWakeRequest;
import dev.paastis.api.GatewayWakeView;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.SpaceId;
import dev.paastis.server.rest.ProblemException;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Wakes apps for gateways of their own process. A gateway that stops waiting changes nothing: the
 * wake goes on, and the next wish for the same app follows it. Safe for use by many threads.
 */
public final class GatewayWakes {
  private static final long LONGEST_MILLIS = 60_000;

  private final Wakes wakes;
  private final RouteBook book;
  private final ExecutorService workers;

  /** Wakes with these, on threads of those. */
  public GatewayWakes(Wakes wakes, RouteBook book, ExecutorService workers) {
    this.wakes = wakes;
    this.book = book;
    this.workers = workers;
  }

  GatewayWakeView wake(GatewayWakeRequest request, SpaceId space) throws InterruptedException {
    AppId app = id(request.app());
    if (book.spaceOf(app).filter(space::equals).isEmpty()) {
      return view(new WakeOutcome.NoSuchApp());
    }
    Cause cause = cause(request);
    Future<WakeOutcome> outcome = workers.submit(() -> wakes.wake(app, cause));
    try {
      long atMost = Math.clamp(request.withinMillis(), 1, LONGEST_MILLIS);
      return view(outcome.get(atMost, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new GatewayWakeView("under-way", null, null, null, null, null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the wake of app " + app + " broke", e.getCause());
    }
  }

  private static AppId id(String text) {
    try {
      return new AppId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "app is no id: " + text);
    }
  }

  /** A gateway speaks for requests only, and starts nothing ahead of its time. */
  private static Cause cause(GatewayWakeRequest request) {
    Map<String, String> details = new HashMap<>(request.cause().details());
    details.remove(Wakes.READY_AT);
    return new Cause(Cause.Kind.REQUEST, request.cause().summary(), details);
  }

  private static GatewayWakeView view(WakeOutcome outcome) {
    return switch (outcome) {
      case WakeOutcome.Ready ready ->
          new GatewayWakeView("ready", ready.upstream().toString(), null, null, null, null);
      case WakeOutcome.Failed failed ->
          new GatewayWakeView("failed", null, wire(failed.failure()), failed.detail(), null, null);
      case WakeOutcome.NotNow notNow ->
          new GatewayWakeView(
              "not-now",
              null,
              wire(notNow.reason()),
              notNow.detail(),
              notNow.retryAfter().toMillis(),
              notNow.until() == null ? null : notNow.until().toString());
      case WakeOutcome.NoSuchApp _ ->
          new GatewayWakeView("no-such-app", null, null, null, null, null);
    };
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
