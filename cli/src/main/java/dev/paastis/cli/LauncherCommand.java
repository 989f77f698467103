// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command that {@code ./paastis} starts in a program of its own. It is known here so that help
 * and completion list it; it gets here only when options stand before it.
 *
 * @param name what it is called
 */
record LauncherCommand(String name) implements Callable<Integer> {
  static CommandSpec spec(String name, String description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(new LauncherCommand(name)).name(name);
    spec.usageMessage().description(description);
    spec.parser().unmatchedArgumentsAllowed(true);
    return spec;
  }

  @Override
  public Integer call() {
    throw new Failure(
        ExitStatus.USAGE, "'%s' comes first: ./paastis %s, then its options".formatted(name, name));
  }
}
