// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.notice.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program with JSON on its standard input. No shell stands between, so no value is ever
 * interpreted; time and output are bounded; of the environment it gets only what programs need to
 * run at all, never our credentials.
 */
public final class CommandRun {
  private static final int OUTPUT_BYTES = 16 * 1024;
  private static final Set<String> PASSED_ON =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT", "TEMP");
  private static final Duration OUTPUT_TIME = Duration.ofSeconds(1);

  private CommandRun() {}

  /** How it ended. */
  public sealed interface End {
    /**
     * By itself.
     *
     * @param output the beginning of what it printed
     */
    record Exited(int code, String output) implements End {}

    /**
     * Not begun, or ended by us.
     *
     * @param why for people
     */
    record Failed(String why) implements End {}
  }

  /** Runs a program and waits for its end, at most that long. */
  public static End run(List<String> command, byte[] input, Duration time)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(PASSED_ON);
    try {
      return await(builder.start(), input, time);
    } catch (IOException e) {
      return new End.Failed("'" + command.getFirst() + "' cannot be run: " + e.getMessage());
    }
  }

  private static End await(Process process, byte[] input, Duration time)
      throws InterruptedException {
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread.ofVirtual().name("hook-output").start(() -> output.complete(drain(process)));
    Thread.ofVirtual().name("hook-input").start(() -> feed(process, input));
    try {
      if (process.waitFor(time)) {
        return new End.Exited(process.exitValue(), result(output));
      }
      return new End.Failed("it did not end within " + time.toMillis() + " ms");
    } finally {
      end(process);
    }
  }

  /**
   * A child that it left behind may hold the pipe open: what was printed is not waited for long.
   */
  private static String result(CompletableFuture<String> output) {
    return output.completeOnTimeout("", OUTPUT_TIME.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException _) {
      // it does not read what it is given, which is its own affair
    }
  }

  /** Reads on to the end, so that it is not blocked by a full pipe, but keeps only so much. */
  private static String drain(Process process) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    try (InputStream out = process.getInputStream()) {
      for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
        kept.write(buffer, 0, Math.min(read, OUTPUT_BYTES - kept.size()));
      }
    } catch (IOException _) {
      // its end was forced; what came before counts
    }
    return kept.toString(StandardCharsets.UTF_8);
  }
}
