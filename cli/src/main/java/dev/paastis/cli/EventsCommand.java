// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.EventView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows what happened, and what happens. */
@Command(
    name = "events",
    description = "Show what happened and why; --follow to see it live.",
    footer = {"", "Example: paastis events --type would-sleep"})
final class EventsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--app", paramLabel = "NAME", description = "Only events of that app.")
  private @Nullable String app;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only events of that type, like woken or would-sleep.")
  private @Nullable String type;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most N.")
  private int limit = 20;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new events; with json, one event on each line.")
  private boolean follow;

  EventsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ApiClient api = session.api();
    String id = app == null ? null : session.app(api, app).path("id").stringValue();
    JsonNode page = api.get(path(id));
    EventLines lines = new EventLines(session, output.json());
    if (follow) {
      List<EventView> past = Json.items(page, EventView.class).reversed();
      page.path("items").valueStream().toList().reversed().forEach(lines::print);
      Long last = past.isEmpty() ? null : past.getLast().id();
      new EventFollower(api, session.terminal(), last).follow(lines.only(id, type));
    } else if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      lines.table(Json.items(page, EventView.class));
    }
    return ExitStatus.DONE.code();
  }

  private String path(@Nullable String id) {
    List<String> filters = new ArrayList<>();
    Pages.filter(filters, "limit", limit);
    if (type == null) {
      return Pages.path((id == null ? "" : "/apps/" + Session.encode(id)) + "/events", filters);
    }
    Pages.filter(filters, "app", id);
    Pages.filter(filters, "type", type);
    return Pages.path("/events", filters);
  }
}
