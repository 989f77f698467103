// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server;

import dev.paastis.gateway.PortTakenException;
import dev.paastis.server.config.ConfigurationException;
import dev.paastis.store.EmbeddedServerException;
import dev.paastis.store.HomeInUseException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.springframework.boot.web.server.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what can go wrong at the start into one clear line and an exit code. */
final class StartFailure implements IExecutionExceptionHandler {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigurationException configuration) {
        configuration.problems().forEach(problem -> err.println("paastis: " + problem));
        err.flush();
        return USAGE;
      }
      Optional<String> line = line(cause);
      if (line.isPresent()) {
        err.println("paastis: " + line.get());
        err.flush();
        return FAILED;
      }
    }
    err.println("paastis: could not start: " + e);
    err.println("paastis: this is a fault of ours; PAASTIS_DEBUG=1 shows where it happened");
    if (System.getenv("PAASTIS_DEBUG") != null) {
      e.printStackTrace(err);
    }
    err.flush();
    return FAILED;
  }

  /** Tells in one line what was wrong with the options, and where the right ones stand. */
  static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName(" ");
    err.println("paastis: %s; ./%s --help tells what there is".formatted(e.getMessage(), name));
    err.flush();
    return USAGE;
  }

  private static Optional<String> line(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case PortTakenException taken -> taken.getMessage();
          case PortInUseException taken ->
              "port %d is taken; stop the other program or choose another with --console-port"
                  .formatted(taken.getPort());
          case HomeInUseException taken -> taken.getMessage();
          case EmbeddedServerException failed -> failed.getMessage();
          case dev.paastis.app.StoreUnavailableException away -> away.getMessage();
          case StartException failed -> failed.getMessage();
          case UncheckedIOException failed -> failed.getMessage();
          default -> null;
        });
  }
}
