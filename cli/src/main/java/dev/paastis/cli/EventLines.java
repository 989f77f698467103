// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.EventView;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How events are shown: as a table, newest first, or line by line as they come. */
final class EventLines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final Session session;
  private final boolean json;

  EventLines(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  void table(List<EventView> events) {
    Table table = new Table("WHEN", "AGO", "APP", "EVENT", "WHY");
    for (EventView event : events) {
      table.row(
          Cell.of(time(event)),
          new Cell(Words.relative(event.at(), session.now()), Style.DIM),
          Cell.of(Words.orDash(event.appName())),
          new Cell(event.type(), style(event.type())),
          Cell.of(why(event)));
    }
    table.print(session.terminal());
  }

  /** Prints only events of that app and type; all where there is none. */
  Consumer<JsonNode> only(@Nullable String app, @Nullable String type) {
    return event -> {
      if (is(app, event.path("app")) && is(type, event.path("type"))) {
        print(event);
      }
    };
  }

  private static boolean is(@Nullable String wanted, JsonNode value) {
    return wanted == null || wanted.equals(value.asString(""));
  }

  void print(JsonNode event) {
    Terminal terminal = session.terminal();
    terminal.print(json ? Json.write(event) : line(Json.as(event, EventView.class), terminal));
  }

  private String line(EventView event, Terminal terminal) {
    String type = terminal.paint(style(event.type()), "%-17s".formatted(event.type()));
    return "%s  %-12s %s %s"
        .formatted(time(event), Words.orDash(event.appName()), type, why(event))
        .replaceAll("[\\p{Cntrl}&&[^\u001b]]+", " ")
        .stripTrailing();
  }

  private String time(EventView event) {
    return TIME.format(event.at().atZone(session.surroundings().zone()));
  }

  private static String why(EventView event) {
    String details =
        event.details().entrySet().stream()
            .filter(detail -> !detail.getKey().equals("tail"))
            .sorted(Map.Entry.comparingByKey())
            .map(detail -> detail.getKey() + " " + detail.getValue())
            .collect(Collectors.joining(", "));
    String why = event.cause().summary();
    return details.isEmpty() ? why : why + " (" + details + ")";
  }

  private static Style style(String type) {
    return switch (type) {
      case "woken", "found-awake" -> Style.GREEN;
      case "fell-asleep", "found-asleep", "would-sleep", "would-wake" -> Style.DIM;
      case "wake-started", "pinned", "unpinned" -> Style.YELLOW;
      case "sleep-started", "sleep-called-off", "sleep-vetoed" -> Style.CYAN;
      case "wake-failed", "wake-refused", "sleep-failed", "crashed", "became-unknown" -> Style.RED;
      case "hook-failed", "delivery-failed", "channel-closed", "routes-refused" -> Style.RED;
      default -> Style.PLAIN;
    };
  }
}
