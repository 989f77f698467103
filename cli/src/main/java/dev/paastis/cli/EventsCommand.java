// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.EventView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows what happened, and what happens. */
@Command(name = "events", description = "Show what happened and why; --follow to see it live.")
final class EventsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--app", paramLabel = "NAME", description = "Only events of that app.")
  private @Nullable String app;

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
    JsonNode page = api.get((id == null ? "" : "/apps/" + Session.encode(id)) + path());
    EventLines lines = new EventLines(session, output.json());
    if (follow) {
      List<EventView> past = Json.items(page, EventView.class).reversed();
      page.path("items").valueStream().toList().reversed().forEach(lines::print);
      Long last = past.isEmpty() ? null : past.getLast().id();
      new EventFollower(api, session.terminal(), last).follow(lines.only(id));
    } else if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      lines.table(Json.items(page, EventView.class));
    }
    return ExitStatus.DONE.code();
  }

  private String path() {
    return "/events?limit=" + limit;
  }
}
