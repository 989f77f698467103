// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.process.Sessions;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts an app in a session and process group of its own.
 *
 * <p>The new process is a shell that records its own pid and start time in the run file and then
 * becomes the app by {@code exec}, which keeps both. So the engine may die at any moment between
 * the fork and its own bookkeeping without leaving a process that nobody knows. Output goes to the
 * file itself, never through a pipe that would break with the engine.
 */
final class Launcher {
  /** Environment variable that marks all processes of one start. */
  static final String MARK = "PAASTIS_RUN";

  /** Name under which the recording shell shows until it becomes the app. */
  static final String RECORDER = "paastis-run";

  /** Exit code of the recording shell when it could not record. */
  static final int NOT_RECORDED = 125;

  private static final String SHELL = "/bin/sh";

  private final String script;
  private final List<String> session;

  /**
   * Looks for the means to open a session.
   *
   * @param searched folders to look in, separated as in {@code PATH}
   */
  Launcher(ProcessTable processes, String searched) {
    script = processes.identify() + RunFile.WRITE + "shift 3\nexec \"$@\"\n";
    session = Sessions.opener(searched);
  }

  /**
   * What to start.
   *
   * @param app as declared
   * @param command resolved and expanded
   * @param environment the whole of it
   * @param port given to the app
   * @param operation on whose behalf
   */
  record Launch(
      LocalApp app,
      List<String> command,
      Map<String, String> environment,
      int port,
      String operation) {}

  /** Whether this machine has the means to open a session. */
  boolean canOpenSession() {
    return !session.isEmpty();
  }

  /** Starts the process that will record itself in the run file and become the app. */
  Process start(Launch launch, Path runFile, Path output) throws IOException {
    List<String> command = new ArrayList<>(session);
    command.addAll(List.of(SHELL, "-c", script, RECORDER, runFile.toString()));
    command.addAll(List.of(Integer.toString(launch.port()), launch.operation()));
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.app().folder().toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.appendTo(output.toFile()))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.environment().put(MARK, launch.operation());
    return builder.start();
  }
}
