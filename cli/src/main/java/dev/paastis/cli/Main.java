// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import picocli.CommandLine;

/**
 * Starts the command line. The launcher says in the system property {@code paastis.terminal} which
 * of {@code out} and {@code err} are terminals, since Java cannot tell them apart.
 */
public final class Main {
  private Main() {}

  /** Runs one command and ends the program with its exit code. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    String terminals = System.getProperty("paastis.terminal", "");
    boolean colour = terminals.contains("out") && !environment.containsKey("NO_COLOR");
    Surroundings surroundings =
        new Surroundings(
            environment,
            Path.of(System.getProperty("user.home")),
            InstantSource.system(),
            ZoneId.systemDefault());
    Terminal terminal =
        new Terminal(
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            colour,
            terminals.contains("err"));
    System.exit(run(surroundings, terminal, arguments));
  }

  /** Runs one command. */
  static int run(Surroundings surroundings, Terminal terminal, String... arguments) {
    CommandLine root = RootCommand.assemble(surroundings, terminal);
    PrintWriter out = new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
    return root.setOut(out).execute(arguments);
  }

  /** UTF-8 wherever we are: terminals read it, and JSON is nothing else. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
