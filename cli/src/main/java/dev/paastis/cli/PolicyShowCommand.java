// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.PolicyItemView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a rule, window or group. */
@Command(name = "show", description = "Show one with the apps it is about.")
final class PolicyShowCommand implements Callable<Integer> {
  private final Session session;
  private final PolicyKind kind;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--body", description = "Only what it says, as 'put' takes it.")
  private boolean body;

  PolicyShowCommand(Session session, PolicyKind kind) {
    this.session = session;
    this.kind = kind;
  }

  @Override
  public Integer call() {
    JsonNode answer = session.api().get(kind.path(name));
    if (body) {
      session.terminal().print(Json.pretty(answer.path("body")));
    } else if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      print(Json.as(answer, PolicyItemView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(PolicyItemView item) {
    boolean file = item.source().equals("file");
    String changed = file ? "in paastis.yml" : item.changedAt() + " by " + item.changedBy();
    Table table = new Table(item.name(), file ? "file" : "place " + item.position());
    item.body().forEach((key, value) -> table.row(Cell.of(key), Cell.of(String.valueOf(value))));
    table
        .row(Cell.of("changed"), Cell.of(changed))
        .row(Cell.of("apps"), Cell.of(Words.orDash(String.join(", ", item.apps()))));
    item.problems().forEach(why -> table.row(Cell.of("not in force"), new Cell(why, Style.RED)));
    table.print(session.terminal());
  }
}
