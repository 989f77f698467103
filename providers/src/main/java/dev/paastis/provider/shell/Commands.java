// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import dev.paastis.process.InheritedEnvironment;
import dev.paastis.process.Sessions;
import dev.paastis.process.Signals;
import dev.paastis.provider.Call;
import dev.paastis.schedule.Deadline;
import dev.paastis.schedule.Ticker;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs commands by the shell, each in a session of its own, until they end or their time is over.
 * Then the whole process group is ended, so that nothing of a hanging command goes on. What a
 * command that ended by itself left running is left alone: it may be the app. Safe for use by many
 * threads.
 */
final class Commands {
  /** Ten thousand apps with all that is told of them take a few MiB. */
  static final int LARGEST_OUTPUT_BYTES = 16 << 20;

  private static final int ERRORS_KEPT_BYTES = 8 << 10;
  private static final Duration SHORTEST_LOOK = Duration.ofMillis(1);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(20);

  /** Kept of a call's time, for the end of a command that hangs. */
  private static final Duration FOR_THE_END = Duration.ofSeconds(1);

  private final Path folder;
  private final Ticker ticker;
  private final List<String> opener;

  /** Commands that run in that folder, which is made when it is first needed. */
  Commands(Path folder, Ticker ticker) {
    this.folder = folder;
    this.ticker = ticker;
    this.opener = Sessions.opener(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  /** Runs a command and waits for its end. */
  Ending run(String command, Map<String, String> variables, Call call) {
    if (opener.isEmpty()) {
      return new Ending.NotBegun("this machine has neither setsid nor perl: install one of them");
    }
    try {
      Files.createDirectories(folder);
      Process process = builder(command, variables).start();
      return attend(process, call);
    } catch (IOException e) {
      return new Ending.NotBegun("it cannot be run in " + folder + ": " + e.getMessage());
    }
  }

  private ProcessBuilder builder(String command, Map<String, String> variables) {
    List<String> line = new ArrayList<>(opener);
    line.addAll(List.of("/bin/sh", "-c", command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(InheritedEnvironment.withoutSecrets());
    builder.environment().putAll(variables);
    return builder;
  }

  private Ending attend(Process process, Call call) {
    try {
      return follow(process, call);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return new Ending.Stopped("it was interrupted");
    } catch (IOException e) {
      kill(process);
      return new Ending.Stopped("its output cannot be read: " + e.getMessage());
    }
  }

  private Ending follow(Process process, Call call) throws InterruptedException, IOException {
    var output = new Capture(process.getInputStream(), LARGEST_OUTPUT_BYTES);
    var errors = new Capture(process.getErrorStream(), ERRORS_KEPT_BYTES);
    Deadline patience = Deadline.after(patience(call), ticker);
    Duration look = SHORTEST_LOOK;
    while (true) {
      boolean ended = !process.isAlive(); // asked first: what it wrote before is then all there
      int written = output.gulp() + errors.gulp();
      if (output.overflowed()) {
        end(process, call);
        return new Ending.Stopped("it wrote more than " + LARGEST_OUTPUT_BYTES + " bytes");
      }
      if (ended) {
        return new Ending.Exited(process.exitValue(), output.text(), errors.text());
      }
      if (patience.expired()) {
        end(process, call);
        return new Ending.Stopped("it did not end in time");
      }
      look = written > 0 ? SHORTEST_LOOK : longer(look);
      process.waitFor(patience.atMost(look));
    }
  }

  private static Duration patience(Call call) {
    Duration left = call.remaining();
    Duration half = left.dividedBy(2);
    Duration most = left.minus(FOR_THE_END);
    return most.compareTo(half) > 0 ? most : half;
  }

  /** Asks the group to end, and kills what is left of it after half of the time that is left. */
  private void end(Process process, Call call) throws InterruptedException {
    if (!process.isAlive()) {
      return; // by itself: its number may be somebody else's by now
    }
    long group = process.pid();
    Signals.toGroup(group, Signals.TERM);
    Deadline grace = Deadline.after(call.atMost(FOR_THE_END).dividedBy(2), ticker);
    while (Signals.groupExists(group) && !grace.expired()) {
      ticker.pause(grace.atMost(LONGEST_LOOK));
    }
    kill(process);
    process.waitFor(call.atMost(FOR_THE_END));
  }

  /**
   * At once. While any member of a group lives, the kernel gives its number to no other, so a group
   * that was ours a moment ago is ours until it is empty.
   */
  private static void kill(Process process) {
    if (process.isAlive() || Signals.groupExists(process.pid())) {
      Signals.toGroup(process.pid(), Signals.KILL);
      process.destroyForcibly(); // one so young that it has no group yet
    }
  }

  private static Duration longer(Duration look) {
    Duration doubled = look.multipliedBy(2);
    return doubled.compareTo(LONGEST_LOOK) < 0 ? doubled : LONGEST_LOOK;
  }
}
