// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a rule, window or group. */
@Command(name = "delete", description = "Remove one that people made.")
final class PolicyDeleteCommand implements Callable<Integer> {
  private final Session session;
  private final PolicyKind kind;

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  PolicyDeleteCommand(Session session, PolicyKind kind) {
    this.session = session;
    this.kind = kind;
  }

  @Override
  public Integer call() {
    session.api().delete(kind.path(name));
    session.terminal().print("%s '%s' is removed".formatted(kind.word(), name));
    return ExitStatus.DONE.code();
  }
}
