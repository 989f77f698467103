// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.AppView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Lists the apps. */
@Command(name = "apps", description = "List the apps and their states.")
final class AppsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only apps that are awake, falling-asleep, asleep, waking or unknown.")
  private @Nullable String state;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "TEXT",
      description = "Only apps whose name or host contains this.")
  private @Nullable String query;

  @Option(
      names = "--stale",
      description = "Only review apps that nobody uses any more, and when they are deleted.")
  private boolean stale;

  AppsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<String> filters = new ArrayList<>();
    Pages.filter(filters, "state", state);
    Pages.filter(filters, "q", query);
    JsonNode page = Pages.all(session.api(), "/apps", filters);
    if (stale && page.path("items") instanceof ArrayNode items) {
      items.removeIf(app -> !app.path("staleSince").isString());
    }
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, AppView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<AppView> apps) {
    Instant now = session.now();
    if (stale) {
      Table table = new Table("APP", "STATE", "LAST ACTIVITY", "STALE SINCE", "DELETED");
      apps.forEach(app -> table.row(AppCells.ofStale(app, now)));
      table.print(session.terminal());
      return;
    }
    Table table = new Table("APP", "STATE", "SINCE", "LAST ACTIVITY", "NEXT SLEEP", "ADDRESS");
    apps.forEach(app -> table.row(AppCells.of(app, now)));
    table.print(session.terminal());
  }
}
