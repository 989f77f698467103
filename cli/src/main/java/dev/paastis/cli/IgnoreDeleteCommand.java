// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes an ignore rule. */
@Command(name = "delete", description = "Remove an ignore rule that a person made.")
final class IgnoreDeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name of the rule.")
  private String name = "";

  IgnoreDeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.api().delete("/ignore-rules/" + Session.encode(name));
    session.terminal().print("ignore rule '" + name + "' is removed");
    return ExitStatus.DONE.code();
  }
}
