// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import dev.paastis.schedule.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps requests from apps that no longer take connections: after many failures in a row within a
 * short time an app is left alone for a while, then one request tries, and each failed try doubles
 * the rest up to its bound. Shared by all event loops, safe for use by many threads; knows only
 * apps that have failed or have just woken.
 *
 * <p>An app that has just woken is not judged: it may still be warming up, and whoever woke it
 * waits for exactly that.
 */
public final class Breakers {
  private static final System.Logger LOG = System.getLogger(Breakers.class.getName());
  private static final Duration MERCY = Duration.ofSeconds(30);
  private static final long SWEEP_NANOS = Duration.ofSeconds(10).toNanos();

  private final Ticker ticker;
  private final Map<Upstream, Breaker> byApp = new ConcurrentHashMap<>();
  private final AtomicLong sweptNanos;

  /** All closed. */
  public Breakers(Ticker ticker) {
    this.ticker = ticker;
    this.sweptNanos = new AtomicLong(ticker.nanos());
  }

  /** Zero when one may connect to the app now, otherwise how long nobody should. */
  public Duration rest(Upstream app) {
    Breaker breaker = byApp.get(app);
    return breaker == null ? Duration.ZERO : Duration.ofNanos(breaker.waitNanos(ticker.nanos()));
  }

  /** A new connection did not come about, or was cut before it brought an answer. */
  void failed(Upstream app) {
    if (byApp.computeIfAbsent(app, _ -> new Breaker()).failed(ticker.nanos())) {
      LOG.log(
          Level.WARNING,
          "{0} did not take {1} connections in a row; requests get 503 until it does",
          app,
          Breaker.FAILURES);
    }
  }

  /** A new connection has brought an answer. */
  void answered(Upstream app) {
    Breaker breaker = byApp.get(app);
    if (breaker != null && breaker.answered()) {
      LOG.log(Level.INFO, "{0} takes connections again", app);
    }
  }

  /** The app woke that long ago. */
  public void woke(Upstream app, Duration ago) {
    Duration left = MERCY.minus(ago.isNegative() ? Duration.ZERO : ago);
    if (left.isPositive()) {
      byApp.computeIfAbsent(app, _ -> new Breaker()).spareUntil(ticker.nanos() + left.toNanos());
    }
  }

  /** The apps that are left alone now. */
  public List<Upstream> open() {
    return byApp.entrySet().stream()
        .filter(entry -> entry.getValue().isOpen())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Forgets, once in a while, whom there is nothing to say of. */
  void tick(long now) {
    long last = sweptNanos.get();
    if (now - last > SWEEP_NANOS && sweptNanos.compareAndSet(last, now)) {
      byApp.values().removeIf(breaker -> breaker.isIdle(now));
    }
  }
}
