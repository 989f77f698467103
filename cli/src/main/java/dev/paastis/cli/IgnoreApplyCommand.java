// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import dev.paastis.api.IgnoreRuleView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a proposal a rule. */
@Command(name = "apply", description = "Make a proposal an ignore rule.")
final class IgnoreApplyCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "Id of the proposal.")
  private String id = "";

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "The days with which it was proposed; 7 if nothing is said.")
  private int days = 7;

  IgnoreApplyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String path = "/ignore-proposals/" + Session.encode(id) + "/apply?days=" + days;
    IgnoreRuleView rule = Json.as(session.api().post(path), IgnoreRuleView.class);
    session
        .terminal()
        .print("rule '%s' ignores: %s".formatted(rule.name(), IgnoreCommand.requests(rule)));
    session.terminal().print("'paastis ignore delete " + rule.name() + "' takes it back");
    return ExitStatus.DONE.code();
  }
}
