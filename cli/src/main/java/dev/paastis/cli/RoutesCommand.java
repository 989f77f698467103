// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.RouteListView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the routes; its subcommands read them again and try them. */
@Command(
    name = "routes",
    description = "List domains and what is asked of requests; read them again, and try them.")
final class RoutesCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  RoutesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    show(session, output, session.api().get("/routes"));
    return ExitStatus.DONE.code();
  }

  static void show(Session session, OutputOption output, JsonNode answer) {
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
      return;
    }
    RouteListView routes = Json.as(answer, RouteListView.class);
    Table table = new Table("ROUTE", "APP", "HOSTS", "PATHS", "SAYS");
    for (RouteListView.RouteView route : routes.items()) {
      String app = route.app();
      String hosts = route.hosts().isEmpty() ? "all" : String.join(", ", route.hosts());
      table.row(
          Cell.of(route.name()),
          Cell.of(app == null ? "-" : app),
          Cell.of(hosts),
          Cell.of("all"),
          Cell.of(String.join("; ", route.terms())));
      for (RouteListView.PathsView some : route.paths()) {
        table.row(
            Cell.of(""),
            Cell.of(""),
            Cell.of(""),
            Cell.of(String.join(", ", some.match())),
            Cell.of(String.join("; ", some.terms())));
      }
    }
    table.print(session.terminal());
    routes.problems().forEach(line -> session.terminal().print("not in force: " + line));
    routes.warnings().forEach(line -> session.terminal().print("warning: " + line));
  }
}
