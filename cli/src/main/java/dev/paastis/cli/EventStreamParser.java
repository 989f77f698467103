// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events line by line. The id is not read: the data carries it.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the standard</a>
 */
final class EventStreamParser {
  private final Consumer<StreamedEvent> sink;
  private final List<String> data = new ArrayList<>();
  private String type = "message";
  private @Nullable Duration retry;

  EventStreamParser(Consumer<StreamedEvent> sink) {
    this.sink = sink;
  }

  /** The pause that the server asked for, if it did. */
  Optional<Duration> retry() {
    return Optional.ofNullable(retry);
  }

  void line(String line) {
    if (line.isEmpty()) {
      dispatch();
      return;
    }
    int colon = line.indexOf(':');
    if (colon == 0) {
      return;
    }
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    field(field, value.startsWith(" ") ? value.substring(1) : value);
  }

  private void field(String field, String value) {
    switch (field) {
      case "data" -> data.add(value);
      case "event" -> type = value;
      case "retry" ->
          retry = value.matches("\\d{1,9}") ? Duration.ofMillis(Long.parseLong(value)) : retry;
      default -> {}
    }
  }

  private void dispatch() {
    if (!data.isEmpty()) {
      sink.accept(new StreamedEvent(type, String.join("\n", data)));
    }
    data.clear();
    type = "message";
  }
}
