// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes an account. */
@Command(
    name = "remove",
    description = "Remove an account: its apps that sleep are woken, its credentials forgotten.")
final class AccountRemoveCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Name or id of the account.")
  private String name = "";

  @Option(names = "--leave-asleep", description = "Remove it although apps stay asleep.")
  private boolean leaveAsleep;

  AccountRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query = leaveAsleep ? "?leave-asleep=true" : "";
    session.api().delete("/accounts/" + Session.encode(name) + query);
    session.terminal().print("'" + name + "' is removed");
    return ExitStatus.DONE.code();
  }
}
