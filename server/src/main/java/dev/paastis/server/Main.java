// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the server by its command. */
@Command(
    name = "paastis",
    mixinStandardHelpOptions = true,
    description = "Runs many small, mostly idle applications for the price of the few in use.",
    subcommands = {ServeCommand.class, DemoCommand.class, SchemaCommand.class, TrainCommand.class})
public final class Main {
  private Main() {}

  /** Runs the command; ends the process with the exit code of the contract. */
  public static void main(String[] args) {
    // Before anything logs: the database is started beside Spring, which would set this up later.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    int exitCode =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(new StartFailure())
            .setParameterExceptionHandler(StartFailure::wrongUsage)
            .execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
