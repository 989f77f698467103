// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Wakes apps. */
@Command(name = "wake", description = "Wake apps and wait until they answer.")
final class WakeCommand implements Callable<Integer> {
  private static final Change CHANGE = new Change("wake", "waking", "awake");

  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names or ids of apps.")
  private List<String> names = List.of();

  @Option(names = "--no-wait", description = "Return at once; the wake goes on.")
  private boolean returnAtOnce;

  WakeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return CHANGE.run(session, names, !returnAtOnce).code();
  }
}
