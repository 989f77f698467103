// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.WakeCauseView;
import dev.paastis.api.WakeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows who woke what. */
@Command(
    name = "wakes",
    description = "Show who woke an app or all; --causes to see who does so for nothing.")
final class WakesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "APP", arity = "0..1", description = "Only wakes of this app.")
  private @Nullable String name;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "Only wakes of that time until now, for example 24h.")
  private @Nullable String since;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most N.")
  private int limit = 20;

  @Option(names = "--causes", description = "Group wakes by requests by what caused them.")
  private boolean causes;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "With --causes, look at the last N days; 7 if nothing is said.")
  private @Nullable Integer days;

  WakesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    requireOneView();
    List<String> filters = new ArrayList<>();
    if (causes) {
      Pages.filter(filters, "days", days);
      JsonNode page = session.api().get(Pages.path("/wakes/causes", filters));
      print(page, () -> causes(Json.items(page, WakeCauseView.class)));
    } else {
      ApiClient api = session.api();
      Pages.filter(
          filters, "app", name == null ? null : session.app(api, name).path("id").stringValue());
      Pages.filter(filters, "from", since == null ? null : session.now().minus(span(since)));
      Pages.filter(filters, "limit", limit);
      JsonNode page = api.get(Pages.path("/wakes", filters));
      print(page, () -> wakes(Json.items(page, WakeView.class)));
    }
    return ExitStatus.DONE.code();
  }

  private void requireOneView() {
    boolean mixed = causes ? name != null || since != null : days != null;
    if (mixed) {
      throw new Failure(
          ExitStatus.USAGE, "APP and --since go without --causes, --days goes with it", "", null);
    }
  }

  private void print(JsonNode page, Runnable table) {
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      table.run();
    }
  }

  private static Duration span(String text) {
    return Durations.positive("--since", text);
  }

  private void wakes(List<WakeView> wakes) {
    Table table = new Table("AGO", "APP", "TOOK", "WHY", "AGENT", "REFERRED BY");
    for (WakeView wake : wakes) {
      Map<String, String> details = wake.cause().details();
      table.row(
          new Cell(Words.relative(wake.startedAt(), session.now()), Style.DIM),
          Cell.of(wake.appName()),
          Cell.of(wake.took()),
          Cell.of(wake.cause().summary()),
          Cell.of(Words.orDash(details.get("agent"))),
          Cell.of(Words.orDash(details.get("referrer"))));
    }
    table.print(session.terminal());
  }

  private void causes(List<WakeCauseView> groups) {
    Table table =
        new Table("AGENT", "PATH", "FROM", "APPS", "WAKES", "ALONE", "AWAKE FOR NOTHING", "LAST");
    for (WakeCauseView group : groups) {
      table.row(
          Cell.of(group.agent()),
          Cell.of(group.path()),
          Cell.of(group.address()),
          Cell.of(String.join(", ", group.apps())),
          Cell.of(String.valueOf(group.wakes())),
          Cell.of(String.valueOf(group.alone())),
          Cell.of(group.awakeAlone()),
          new Cell(Words.relative(group.last(), session.now()), Style.DIM));
    }
    table.print(session.terminal());
    if (groups.stream().anyMatch(group -> !group.browser() && group.alone() > 0)) {
      session.terminal().print("'paastis ignore propose' tells which requests could wake nothing");
    }
  }
}
