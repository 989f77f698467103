// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.GatewayWords;
import dev.paastis.api.GatewayWords.Answer;
import dev.paastis.api.GatewayWords.AppWord;
import dev.paastis.app.AppId;
import dev.paastis.edge.wire.Bodies;
import dev.paastis.gateway.GatewayServer;
import dev.paastis.pause.Gateways.Quiet;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine what goes on: every second, and at once when it asks. Activity that could not be
 * told is kept, one time per app, until it can; what a killed gateway saw in its last second is
 * lost.
 */
final class Reporter implements Runnable {
  static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration HOLD = Duration.ofSeconds(1);

  private final EngineClient engine;
  private final String gateway;
  private final Supplier<@Nullable GatewayServer> server;
  private final InstantSource clock;
  private final Ticker ticker;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final Map<AppId, Instant> untold = new HashMap<>();

  Reporter(
      EngineClient engine,
      String gateway,
      Supplier<@Nullable GatewayServer> server,
      InstantSource clock,
      Ticker ticker) {
    this.engine = engine;
    this.gateway = gateway;
    this.server = server;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Holds new requests of the app, and has the engine told how it stands. */
  void asked(long number, AppId app) {
    GatewayServer asked = server.get();
    Quiet quiet =
        asked == null
            ? new Quiet(0, 0, null)
            : asked.holdNewRequests(app, Deadline.after(HOLD, ticker));
    if (quiet != null) {
      answers.add(new Answer(number, word(app, quiet)));
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Answer> due = new ArrayList<>();
        Answer first = answers.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          due.add(first);
          answers.drainTo(due);
        }
        var _ = tell(due, false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the last of it; the engine need not wait for this gateway any more. */
  boolean leave() {
    return tell(List.of(), true);
  }

  /** An answer that does not arrive is none; the engine does without, on the safe side. */
  private synchronized boolean tell(List<Answer> due, boolean leaving) {
    GatewayServer from = server.get();
    if (from == null) {
      return true;
    }
    from.drainActivity()
        .forEach((app, at) -> untold.merge(app, at, (a, b) -> a.isAfter(b) ? a : b));
    Map<AppId, Quiet> stands = new HashMap<>(from.busy());
    untold.forEach((app, at) ->
        stands.merge(
            app, new Quiet(0, 0, at), (busy, _) -> new Quiet(busy.inFlight(), busy.waiting(), at)));
    List<AppWord> words = new ArrayList<>(stands.size());
    stands.forEach((app, quiet) -> words.add(word(app, quiet)));
    try {
      engine.words(Bodies.of(new GatewayWords(gateway, leaving, due, words)));
      untold.clear();
      return true;
    } catch (IOException e) {
      return false; // the follower, which notices as well, says so
    }
  }

  private AppWord word(AppId app, Quiet quiet) {
    Instant last = quiet.lastActivity();
    Long age = last == null ? null : Duration.between(last, clock.instant()).toMillis();
    return new AppWord(app.toString(), quiet.inFlight(), quiet.waiting(), age);
  }
}
