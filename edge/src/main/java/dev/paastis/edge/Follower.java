// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.RouteLine;
import dev.paastis.app.AppId;
import dev.paastis.edge.wire.GarbledException;
import dev.paastis.edge.wire.RouteLines;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Follows the engine's route stream, and opens it again whenever it ends: at once after one that
 * lived, then less and less often, up to every two seconds. A line that cannot be read ends the
 * stream, since a change would be missing; when it happens again at the same place, the next stream
 * begins anew.
 */
final class Follower implements Runnable {
  private static final System.Logger LOG = System.getLogger(Follower.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final EngineClient engine;
  private final Listener listener;
  private final FollowedRoutes routes;
  private final Link link;
  private final Settings settings;
  private @Nullable String garbledAt;
  private @Nullable String lastComplaint;

  Follower(
      EngineClient engine, FollowedRoutes routes, Link link, Settings settings, Listener listener) {
    this.engine = engine;
    this.routes = routes;
    this.link = link;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * How it follows.
   *
   * @param gateway identifies this gateway
   * @param name for people
   * @param space whose apps, {@code null} for those of the token
   * @param silence longest time without a line; the engine sends a beat every five seconds
   * @param ticker measures
   */
  record Settings(
      String gateway, String name, @Nullable String space, Duration silence, Ticker ticker) {}

  /** Told of what is not a route. */
  interface Listener {
    /** Everything up to now is known. */
    void complete();

    /** Other routes of the operator than before are in force. */
    void ruled();

    /** The engine wants new requests of the app held, and a word. */
    void asked(long number, AppId app);

    /** The engine will not take this gateway unless somebody changes something. */
    void refused(RefusedException why);
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        pause = followOnce() ? FIRST_PAUSE : longer(pause);
        settings.ticker().pause(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Whether the engine told something. */
  private boolean followOnce() {
    String since = routes.since();
    boolean told = false;
    try (InputStream in = engine.routes(query(since), settings.silence())) {
      LineReader lines = new LineReader(in);
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        take(RouteLines.read(line));
        told = true;
      }
      complain("ended the stream; going on with what is known");
    } catch (GarbledException e) {
      garbled(e);
    } catch (RefusedException e) {
      complain("answers otherwise: " + e.getMessage());
      if (e.isFinal()) {
        listener.refused(e);
      }
    } catch (IOException e) {
      complain("cannot be reached (" + e + "); trying again");
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a line of the engine broke the gateway", e);
    } finally {
      link.down();
    }
    return told;
  }

  private EngineClient.Query query(@Nullable String since) {
    return new EngineClient.Query(settings.gateway(), settings.name(), settings.space(), since);
  }

  private void take(RouteLine line) throws GarbledException {
    routes.accept(line);
    switch (line.type()) {
      case RouteLine.Type.RESUME, RouteLine.Type.COMPLETE -> live();
      case RouteLine.Type.IN_FORCE -> listener.ruled();
      case RouteLine.Type.ASK -> ask(line);
      default -> {}
    }
  }

  private void live() {
    link.up();
    if (lastComplaint != null) {
      LOG.log(System.Logger.Level.INFO, "the engine at {0} is heard again", engine.engine());
    }
    lastComplaint = null;
    listener.complete();
  }

  private void ask(RouteLine line) throws GarbledException {
    Long number = line.ask();
    String app = line.app();
    if (number == null || app == null) {
      throw new GarbledException("a question without number or app");
    }
    try {
      listener.asked(number, new AppId(UUID.fromString(app)));
    } catch (IllegalArgumentException e) {
      throw new GarbledException("a question about no app: " + app, e);
    }
  }

  private void garbled(GarbledException e) {
    String at = String.valueOf(routes.since());
    complain("sent what cannot be read (" + e.getMessage() + ")");
    if (at.equals(garbledAt)) {
      routes.distrust();
    }
    garbledAt = at;
  }

  /** The same is said once until something else happens. */
  private void complain(String what) {
    if (!what.equals(lastComplaint)) {
      LOG.log(System.Logger.Level.WARNING, "the engine at {0} {1}", engine.engine(), what);
      lastComplaint = what;
    }
  }
}
