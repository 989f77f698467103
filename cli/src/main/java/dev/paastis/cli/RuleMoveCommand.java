// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.MoveRequest;
import dev.paastis.api.PolicyItemView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Moves a rule. */
@Command(
    name = "move",
    description = "Move a rule; of each thing the first one counts that says it.",
    footer = {"", "Example: paastis rules move my-rule 1"})
final class RuleMoveCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Parameters(paramLabel = "PLACE", description = "Among those that people made, from 1.")
  private int place;

  RuleMoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var answer = session.api().post(PolicyKind.RULE.path(name) + "/move", new MoveRequest(place));
    PolicyItemView item = Json.as(answer, PolicyItemView.class);
    session
        .terminal()
        .print("rule '%s' is now at place %d".formatted(item.name(), item.position()));
    return ExitStatus.DONE.code();
  }
}
