// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.CauseView;
import dev.paastis.api.GatewayWakeRequest;
import dev.paastis.api.GatewayWakeView;
import dev.paastis.app.AppId;
import dev.paastis.app.Cause;
import dev.paastis.app.Upstream;
import dev.paastis.edge.wire.Bodies;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeOutcome;
import dev.paastis.wake.Wakes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Has the engine wake apps. While it cannot be reached, requests wait for it up to {@link
 * #PATIENCE}, as long as a restart takes; then they are refused, and at once once it has been away
 * longer than that. An app that was last known to be awake is meanwhile tried by itself: it may
 * only have been restarting. Safe for use by many threads.
 */
final class FarWakes implements Wakes {
  static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final System.Logger LOG = System.getLogger(FarWakes.class.getName());
  private static final Duration ONE_CALL = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final WakeOutcome AWAY =
      new WakeOutcome.NotNow(
          WakeOutcome.Reason.ENGINE,
          "The engine of Paastis cannot be reached from this gateway.",
          RETRY_AFTER);

  private final EngineClient engine;
  private final Link link;
  private final Function<AppId, Optional<Upstream>> lastKnown;
  private final Ticker ticker;

  FarWakes(
      EngineClient engine,
      Link link,
      Function<AppId, Optional<Upstream>> lastKnown,
      Ticker ticker) {
    this.engine = engine;
    this.link = link;
    this.lastKnown = lastKnown;
    this.ticker = ticker;
  }

  @Override
  public WakeOutcome wake(AppId app, Cause cause) {
    Deadline patience = Deadline.after(PATIENCE, ticker);
    try {
      while (true) {
        try {
          WakeOutcome outcome = ask(app, cause);
          if (outcome != null) {
            return outcome;
          }
          patience = Deadline.after(PATIENCE, ticker); // under way: the engine is there
        } catch (IOException | GarbledException e) {
          LOG.log(System.Logger.Level.DEBUG, "the wake of {0} did not arrive: {1}", app, e);
          Optional<Upstream> alive = lastKnown.apply(app).filter(FarWakes::accepts);
          if (alive.isPresent()) {
            return new WakeOutcome.Ready(alive.get());
          }
          if (patience.expired()) {
            return AWAY;
          }
          ticker.pause(patience.atMost(LOOK));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AWAY;
    }
  }

  @Override
  public Optional<WakeOutcome> refused(AppId app, boolean clicked) {
    return link.isDownFor(PATIENCE) && lastKnown.apply(app).isEmpty()
        ? Optional.of(AWAY)
        : Optional.empty();
  }

  @Override
  public boolean outOfTouch() {
    return link.outOfTouch();
  }

  /** The outcome, {@code null} while the wake is under way. */
  private @Nullable WakeOutcome ask(AppId app, Cause cause) throws IOException, GarbledException {
    CauseView why =
        new CauseView(
            cause.kind().name().toLowerCase(Locale.ROOT), cause.summary(), cause.details());
    GatewayWakeRequest wish = new GatewayWakeRequest(app.toString(), why, ONE_CALL.toMillis());
    GatewayWakeView told = Bodies.outcome(engine.wake(Bodies.of(wish), ONE_CALL));
    try {
      return outcome(told);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new GarbledException("an outcome that is not known: " + told, e);
    }
  }

  private static @Nullable WakeOutcome outcome(GatewayWakeView told) throws GarbledException {
    return switch (told.outcome()) {
      case "ready" -> new WakeOutcome.Ready(Upstream.parse(need(told.upstream(), told)));
      case "failed" ->
          new WakeOutcome.Failed(
              WakeOutcome.Failure.valueOf(constant(told)), need(told.detail(), told));
      case "not-now" ->
          new WakeOutcome.NotNow(
              WakeOutcome.Reason.valueOf(constant(told)),
              need(told.detail(), told),
              Duration.ofMillis(need(told.retryAfterMillis(), told)),
              told.until() == null ? null : ZonedDateTime.parse(told.until()));
      case "no-such-app" -> new WakeOutcome.NoSuchApp();
      case "under-way" -> null;
      default -> throw new GarbledException("an outcome that is not known: " + told);
    };
  }

  private static String constant(GatewayWakeView told) throws GarbledException {
    return need(told.reason(), told).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static <T> T need(@Nullable T value, GatewayWakeView told) throws GarbledException {
    if (value == null) {
      throw new GarbledException("an outcome that lacks something: " + told);
    }
    return value;
  }

  private static boolean accepts(Upstream upstream) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(upstream.host(), upstream.port()), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
