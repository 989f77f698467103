// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line on standard error what went wrong; a stack trace only when asked for. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final Terminal terminal;
  private final ServerOptions options;

  Errors(Terminal terminal, ServerOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  /** Reports a failure; anything that is not a {@link Failure} is a fault of ours and says so. */
  ExitStatus report(Throwable thrown) {
    terminal.endProgress();
    if (options.debug) {
      terminal.trace(thrown);
    }
    if (thrown instanceof Failure failure) {
      terminal.notice("paastis: " + failure.line());
      return failure.status();
    }
    terminal.notice(
        "paastis: fault in the command line: %s; --debug shows where".formatted(thrown));
    return ExitStatus.FAILED;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    return report(thrown).code();
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    terminal.notice("paastis: %s (see %s --help)".formatted(message(wrong), name));
    return ExitStatus.USAGE.code();
  }

  private static String message(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof UnmatchedArgumentException unmatched && command.getParent() == null) {
      String word = unmatched.getUnmatched().getFirst();
      return unknown(word.startsWith("-") ? "option" : "command", word, command);
    }
    String message = wrong.getMessage();
    return message == null ? "wrong arguments" : message.lines().findFirst().orElse("");
  }

  private static String unknown(String kind, String word, CommandLine command) {
    Stream<String> known =
        kind.equals("command")
            ? command.getSubcommands().keySet().stream()
            : command.getCommandSpec().optionsMap().keySet().stream();
    String advice =
        Nearest.to(word, known.toList()).map(near -> "; did you mean '" + near + "'?").orElse("");
    return "unknown " + kind + " '" + word + "'" + advice;
  }
}
