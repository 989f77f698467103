// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import dev.paastis.checks.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls {@code ./paastis} with an environment of its own. */
public final class Launcher {
  /** Marks every process of an installation; inherited by all that it starts. */
  static final String MARK = "INSTALLATION_UNDER_TEST";

  private static final int PATIENCE_SECONDS = 60;

  private Launcher() {}

  /**
   * What a command left behind.
   *
   * @param exitCode its exit code
   * @param out standard output
   * @param err standard error
   */
  public record Outcome(int exitCode, String out, String err) {}

  /** Runs a command to its end. */
  public static Outcome run(Path folder, Map<String, String> environment, String... arguments) {
    try {
      Process process = builder(folder, environment, List.of(arguments)).start();
      process.getOutputStream().close();
      Captured out = new Captured(process.getInputStream());
      Captured err = new Captured(process.getErrorStream());
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        end(process);
        throw new AssertionError(
            "'%s' did not end in %d s; it printed:%n%s%n%s"
                .formatted(String.join(" ", arguments), PATIENCE_SECONDS, out.text(), err.text()));
      }
      out.awaitEnd();
      err.awaitEnd();
      return new Outcome(process.exitValue(), out.text(), err.text());
    } catch (IOException e) {
      throw new AssertionError("cannot run the launcher", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static ProcessBuilder builder(
      Path folder, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("paastis").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("PAASTIS_"));
    variables.put("PAASTIS_NO_BUILD", "1");
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.putAll(environment);
    return builder;
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
