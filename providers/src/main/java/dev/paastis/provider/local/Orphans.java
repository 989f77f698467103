// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.schedule.Deadline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs of apps that are no longer declared: they were ours, and nobody else would end them. */
final class Orphans {
  private static final System.Logger LOG = System.getLogger(Orphans.class.getName());
  private static final Duration KILL_AFTER_GRACE = Duration.ofSeconds(10);

  private final Machine machine;

  Orphans(Machine machine) {
    this.machine = machine;
  }

  /** Ends, in the background, what runs of apps other than the declared ones. */
  void end(Set<String> declared) throws IOException {
    Path folder = machine.settings().stateFolder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + RunFile.SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String app = name.substring(0, name.length() - RunFile.SUFFIX.length());
        if (!declared.contains(app)) {
          end(app, file);
        }
      }
    }
  }

  private void end(String app, Path file) throws IOException {
    Optional<RunFile> run = RunFile.read(file);
    if (run.isEmpty()) {
      Files.delete(file);
      return;
    }
    LOG.log(
        Level.INFO,
        "local app {0} is no longer declared; pid {1} is ended if it is still that app",
        app,
        Long.toString(run.get().process().pid()));
    Thread.ofVirtual().name("end of " + app).start(() -> end(run.get(), file));
  }

  private void end(RunFile run, Path file) {
    Duration grace = LocalApp.DEFAULT_STOP_GRACE;
    var deadline = Deadline.after(grace.plus(KILL_AFTER_GRACE), machine.ticker());
    try {
      List<Long> left = machine.groups().end(run, grace, deadline);
      if (left.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        LOG.log(Level.WARNING, "processes {0} could not be ended", left);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "run file " + file + " cannot be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
