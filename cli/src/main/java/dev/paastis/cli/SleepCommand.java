// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts apps to sleep. */
@Command(name = "sleep", description = "Put apps to sleep and wait until they have stopped.")
final class SleepCommand implements Callable<Integer> {
  private static final Change CHANGE = new Change("sleep", "falling-asleep", "asleep");

  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names or ids of apps.")
  private List<String> names = List.of();

  @Option(names = "--no-wait", description = "Return at once; the sleep goes on.")
  private boolean returnAtOnce;

  SleepCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return CHANGE.run(session, names, !returnAtOnce).code();
  }
}
