// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.RuleTrialView;
import dev.paastis.api.RuleTrialView.Change;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says what a rule would change. */
@Command(
    name = "test",
    description = "Say which apps a rule would select and what it would change; changes nothing.",
    footer = {"", "Example: paastis rules test rule.json"})
final class RuleTestCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "FILE", description = "JSON as 'put' takes it; - for standard input.")
  private String file = "";

  RuleTestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode answer = session.api().post("/rules/preview", PolicyBody.read(file));
    if (output.json()) {
      session.terminal().print(Json.pretty(answer));
    } else {
      print(Json.items(answer, RuleTrialView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<RuleTrialView> trials) {
    if (trials.isEmpty()) {
      session.terminal().print("no app is selected");
      return;
    }
    Table table = new Table("APP", "SELECTED", "WOULD CHANGE");
    for (RuleTrialView trial : trials) {
      table.row(
          Cell.of(trial.name()),
          Cell.of(trial.selected() ? "yes" : "no longer"),
          Cell.of(changes(trial.changes())));
    }
    table.print(session.terminal());
  }

  private static String changes(List<Change> changes) {
    return changes.isEmpty()
        ? "nothing"
        : changes.stream()
            .map(one -> "%s %s, now %s".formatted(one.key(), one.after(), one.before()))
            .collect(Collectors.joining("; "));
  }
}
