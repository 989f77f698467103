// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.IgnoreProposalView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists the rules that would have avoided wakes. */
@Command(
    name = "propose",
    description = "Tell which rules would have avoided wakes by machines. Changes nothing.")
final class IgnoreProposeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "Look at the last N days; 7 if nothing is said.")
  private int days = 7;

  IgnoreProposeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode page = session.api().get("/ignore-proposals?days=" + days);
    if (output.json()) {
      session.terminal().print(Json.pretty(page));
    } else {
      print(Json.items(page, IgnoreProposalView.class));
    }
    return ExitStatus.DONE.code();
  }

  private void print(List<IgnoreProposalView> proposals) {
    if (proposals.isEmpty()) {
      session.terminal().print("nothing to propose: no machine woke apps for nothing");
      return;
    }
    Table table = new Table("ID", "REQUESTS", "AWAKE FOR NOTHING", "BECAUSE");
    for (IgnoreProposalView proposal : proposals) {
      table.row(
          Cell.of(proposal.id()),
          Cell.of(IgnoreCommand.requests(proposal.rule())),
          Cell.of(proposal.awakeAlone()),
          Cell.of(proposal.why()));
    }
    table.print(session.terminal());
    session.terminal().print("'paastis ignore apply ID' makes one of them a rule");
  }
}
