// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a log drain. */
@Command(name = "remove", description = "Remove a log drain; its address is good for nothing then.")
final class DrainRemoveCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name of the drain.")
  private String name = "";

  DrainRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.api().delete("/drains/" + Session.encode(name));
    session.terminal().print("drain '" + name + "' is removed");
    return ExitStatus.DONE.code();
  }
}
