// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script for the shell. */
@Command(
    name = "completion",
    description = "Print a completion script: source <(./paastis completion), in bash or zsh.")
final class CompletionCommand implements Callable<Integer> {
  private final Session session;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandSpec root = Objects.requireNonNull(spec, "set by picocli").root();
    session.terminal().print(AutoComplete.bash("paastis", root.commandLine()));
    return ExitStatus.DONE.code();
  }
}
