// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.DrainView;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the log drains; its subcommands make and remove them. */
@Command(
    name = "drains",
    description = "List the log drains, which tell of activity that the gateway does not see.")
final class DrainsCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  DrainsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/drains");
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, DrainView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<DrainView> drains) {
    Table table = new Table("DRAIN", "FOR", "LAST LINE", "LAST VISIT", "SILENT FOR");
    for (DrainView drain : drains) {
      table.row(
          Cell.of(drain.name()),
          Cell.of(scope(drain)),
          Cell.of(time(drain.lastLine())),
          Cell.of(time(drain.lastVisit())),
          silent(drain));
    }
    table.print(session.terminal());
  }

  /** For whom a drain speaks. */
  static String scope(DrainView drain) {
    if (drain.app() != null) {
      return "app " + drain.app();
    }
    return drain.account() == null ? "all apps" : "account " + drain.account();
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "never" : at.toString();
  }

  private static Cell silent(DrainView drain) {
    return drain.silentFor().isEmpty()
        ? Cell.of("-")
        : new Cell(String.join(", ", drain.silentFor()), Style.RED);
  }
}
