// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.GatewaySettingsView;
import dev.paastis.api.RouteLine;
import dev.paastis.server.gateways.FarGateway.Question;
import dev.paastis.server.rest.EventFeed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells one gateway its routes, on the virtual thread of its request, until it leaves, falls
 * silent, opens another stream, or the server stops. It has no queue: a gateway that reads slowly
 * gets the newest of each app when it gets to it.
 */
final class RouteStream {
  static final Duration BEAT = Duration.ofSeconds(5);
  private static final int BATCH = 500;

  private final RouteBook book;
  private final FarGateways gateways;
  private final GatewaySettingsView settings;
  private final JsonMapper json;
  private final OutputStream out;
  private @Nullable OperatorRoutes told;

  RouteStream(
      RouteBook book,
      FarGateways gateways,
      GatewaySettingsView settings,
      JsonMapper json,
      OutputStream out) {
    this.book = book;
    this.gateways = gateways;
    this.settings = settings;
    this.json = json;
    this.out = out;
  }

  /**
   * Serves the gateway.
   *
   * @param since where its last stream ended, {@code null} for a gateway that knows nothing
   */
  void serve(FarGateway gateway, @Nullable Position since)
      throws IOException, InterruptedException {
    EventFeed feed = book.feed();
    long sent = begin(gateway, since);
    while (feed.isOpen() && gateway.isOpen(this) && gateways.talks(gateway)) {
      long seen = feed.position();
      List<Question> questions = gateway.unsent(this); // before what they are about is sent
      sent = catchUp(gateway, sent, false);
      for (Question question : questions) {
        send(RouteLine.ask(question.number(), question.app().toString()));
      }
      out.flush();
      if (feed.await(seen, BEAT) == seen) {
        send(RouteLine.beat());
        out.flush();
      }
    }
  }

  private long begin(FarGateway gateway, @Nullable Position since) throws IOException {
    if (since != null && book.reachesBackTo(since.epoch(), since.number())) {
      send(RouteLine.resume(since.epoch(), since.number(), settings));
      return since.number();
    }
    send(RouteLine.snapshot(book.epoch(), 0, settings, book.rules()));
    tell(book.written(gateway.space()), null);
    long sent = catchUp(gateway, 0, true);
    send(RouteLine.complete(sent));
    return sent;
  }

  /** The operator's routes, once until there are others. */
  private void tell(OperatorRoutes written, @Nullable Long position) throws IOException {
    if (written != told) {
      for (RouteLine line : (Iterable<RouteLine>) written.lines(position)::iterator) {
        send(line);
      }
      told = written;
    }
  }

  private long catchUp(FarGateway gateway, long after, boolean snapshot) throws IOException {
    long sent = after;
    RouteBook.Batch batch;
    do {
      batch = book.after(gateway.space(), sent, BATCH);
      if (batch.written() != null) {
        tell(batch.written(), snapshot ? null : Long.valueOf(sent));
      }
      for (RouteLine line : batch.lines()) {
        send(snapshot ? withoutPosition(line) : line);
      }
      sent = batch.position();
    } while (batch.lines().size() >= BATCH);
    return sent;
  }

  /** A gateway that has half of a snapshot must not go on from there. */
  private static RouteLine withoutPosition(RouteLine line) {
    return new RouteLine(
        line.type(), null, null, null, line.rules(), line.route(), line.app(), null, null, null);
  }

  private void send(RouteLine line) throws IOException {
    out.write((json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Where a stream ended.
   *
   * @param epoch of which run of the engine
   * @param number the position
   */
  record Position(String epoch, long number) {
    /** Reads {@code epoch:number}; {@code null} when it is something else. */
    static @Nullable Position of(@Nullable String text) {
      int colon = text == null ? -1 : text.lastIndexOf(':');
      if (text == null || colon < 1) {
        return null;
      }
      try {
        return new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
