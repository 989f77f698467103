// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows the live events for as long as the server lets us. When the connection breaks, it is made
 * again with the id of the last event seen, so that none is lost and none comes twice. The pause
 * before that is the server's, or grows from one second to ten.
 */
final class EventFollower {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ApiClient api;
  private final Terminal terminal;
  private @Nullable Long last;
  private @Nullable Duration asked;
  private Duration pause = SHORTEST;
  private boolean connectedOnce;

  /**
   * A follower.
   *
   * @param last id of the last event already seen, or nothing yet
   */
  EventFollower(ApiClient api, Terminal terminal, @Nullable Long last) {
    this.api = api;
    this.terminal = terminal;
    this.last = last;
  }

  /**
   * Hands on each event, until the thread is interrupted.
   *
   * @throws Failure when the server refuses, or does not answer the first time
   */
  void follow(Consumer<JsonNode> sink) {
    while (!Thread.currentThread().isInterrupted()) {
      connect(sink);
      waitABit();
    }
  }

  private void connect(Consumer<JsonNode> sink) {
    try (Stream<String> lines = api.events(last == null ? null : Long.toString(last))) {
      if (connectedOnce) {
        terminal.notice("paastis: connected again");
      }
      connectedOnce = true;
      EventStreamParser parser = new EventStreamParser(event -> take(event, sink));
      lines.forEach(parser::line);
      asked = parser.retry().orElse(asked);
      terminal.notice("paastis: the server ended the stream; connecting again");
    } catch (UncheckedIOException broken) {
      terminal.notice("paastis: the connection broke; connecting again");
    } catch (Failure failure) {
      if (!connectedOnce || failure.status() == ExitStatus.REFUSED) {
        throw failure;
      }
    }
  }

  private void take(StreamedEvent event, Consumer<JsonNode> sink) {
    JsonNode document = Json.read(event.data());
    long id = document.path("id").asLong(0);
    if (last == null || id > last) {
      last = id;
      pause = SHORTEST;
      sink.accept(document);
    }
  }

  private void waitABit() {
    Duration now = asked == null ? pause : asked;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    try {
      Thread.sleep(now);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
