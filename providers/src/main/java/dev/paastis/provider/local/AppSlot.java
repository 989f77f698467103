// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Work;
import dev.paastis.provider.Work.Used;
import dev.paastis.schedule.Deadline;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One declared app and what runs of it. Starting, stopping and noticing the end of a process take
 * turns under the app's lock, hence any number of starts at once lead to one process.
 */
final class AppSlot {
  /** The only formation of a local app. */
  static final Formation FORMATION = Formation.of("process", 1, "");

  private static final System.Logger LOG = System.getLogger(AppSlot.class.getName());
  private static final int TAIL_LINES = 20;

  private final LocalApp app;
  private final Machine machine;
  private final Output output;
  private final Path runFile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Consumer<String> changed;

  /** What runs as far as is known; written under the lock, read without for the status. */
  private volatile @Nullable Run run;

  private volatile AppStatus.@Nullable Crashed crash;

  AppSlot(LocalApp app, Machine machine, Consumer<String> changed) {
    this.app = app;
    this.machine = machine;
    this.changed = changed;
    this.output = new Output(app.name(), machine.settings());
    this.runFile = RunFile.of(machine.settings().stateFolder(), app.name());
  }

  LocalApp app() {
    return app;
  }

  Output output() {
    return output;
  }

  /** Takes up what an earlier engine left running; forgets what it left recorded and has ended. */
  void adopt() {
    lock.lock();
    try {
      adoptRecorded();
    } finally {
      lock.unlock();
    }
  }

  /** How the app is; does not wait for a start or stop under way. */
  AppStatus status() {
    Run current = run;
    if (current != null && machine.groups().leads(current.facts())) {
      return running(current);
    }
    if ((current != null || Files.exists(runFile)) && lock.tryLock()) {
      try {
        lookAgain(current);
      } finally {
        lock.unlock();
      }
    }
    return known();
  }

  /** Notices an end not yet told, or a start that nobody here carried through. */
  private void lookAgain(@Nullable Run seen) {
    if (seen != null) {
      ended(seen);
    } else if (run == null) {
      adoptRecorded();
    }
  }

  /** What it has used so far: nothing while it does not run. */
  Work work() {
    Run current = run;
    return current == null || !machine.groups().leads(current.facts())
        ? new Work(Map.of())
        : machine
            .processes()
            .cpu(current.group())
            .map(cpu -> new Work(Map.of(current.facts().process().toString(), new Used(cpu, 0))))
            .orElse(new Work(Map.of()));
  }

  private AppStatus known() {
    Run current = run;
    if (current != null && machine.groups().leads(current.facts())) {
      return running(current);
    }
    AppStatus.Crashed crashed = crash;
    return crashed != null ? crashed : new AppStatus.Stopped(FORMATION);
  }

  CallOutcome<AppStatus.Running> start(Operation operation, Deadline deadline) {
    return inTurn(deadline, "start", () -> startInTurn(operation, deadline));
  }

  CallOutcome<AppStatus.Stopped> stop(Deadline deadline) {
    return inTurn(deadline, "stop", () -> stopInTurn(deadline));
  }

  private CallOutcome<AppStatus.Running> startInTurn(Operation operation, Deadline deadline)
      throws IOException, InterruptedException {
    Run current = run;
    if (current != null && machine.groups().leads(current.facts())) {
      return CallOutcome.done(running(current));
    }
    if (current != null) {
      forget(current);
    }
    crash = null;
    Run found = adoptRecorded();
    if (found != null) {
      return CallOutcome.done(running(found));
    }
    return new Start(app, machine, output, runFile)
        .run(operation.id().toString(), deadline)
        .map(this::begun);
  }

  private CallOutcome<AppStatus.Stopped> stopInTurn(Deadline deadline)
      throws IOException, InterruptedException {
    Run current = run;
    if (current == null) {
      current = adoptRecorded();
    }
    if (current != null) {
      List<Long> left = machine.groups().end(current.facts(), app.stopGrace(), deadline);
      if (!left.isEmpty()) {
        return CallOutcome.unknown(
            "local app '" + app.name() + "' still has processes after the kill: " + left);
      }
    }
    forget(null);
    output.rotate();
    return CallOutcome.done(new AppStatus.Stopped(FORMATION));
  }

  private AppStatus.Running begun(Run begun) {
    watch(begun);
    return running(begun);
  }

  private @Nullable Run adoptRecorded() {
    Optional<RunFile> recorded = recorded();
    if (recorded.isEmpty()) {
      return null;
    }
    RunFile facts = recorded.get();
    if (!machine.groups().leads(facts)) {
      machine.groups().sweep(facts);
      deleteRunFile();
      return null;
    }
    var adopted = new Run(facts, null);
    machine.ports().keep(app.name(), facts.port());
    LOG.log(
        Level.INFO,
        "adopted local app {0}, pid {1}",
        app.name(),
        Long.toString(facts.process().pid()));
    watch(adopted);
    return adopted;
  }

  private Optional<RunFile> recorded() {
    try {
      Optional<RunFile> facts = RunFile.read(runFile);
      if (facts.isEmpty() && Files.exists(runFile)) {
        LOG.log(Level.WARNING, "run file {0} makes no sense and is removed", runFile);
        deleteRunFile();
      }
      return facts;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "run file " + runFile + " cannot be read", e);
      return Optional.empty();
    }
  }

  private void watch(Run started) {
    run = started;
    crash = null;
    Thread.ofVirtual().name("end of " + app.name()).start(() -> exited(started));
  }

  /** The end of a process that nobody asked to end; a stop has forgotten its run by now. */
  private void exited(Run gone) {
    gone.awaitEnd();
    lock.lock();
    try {
      ended(gone);
    } finally {
      lock.unlock();
    }
  }

  private void ended(Run gone) {
    if (!gone.equals(run)) {
      return;
    }
    Integer code = exitCode(gone);
    crash = new AppStatus.Crashed(code, tail(), FORMATION);
    machine.groups().sweep(gone.facts());
    run = null;
    deleteRunFile();
    LOG.log(Level.WARNING, "local app {0} ended by itself, exit code {1}", app.name(), code);
    // on a thread of its own: who listens may ask back, and this one holds the lock
    Thread.ofVirtual().name("news of " + app.name()).start(() -> changed.accept(app.name()));
  }

  private static @Nullable Integer exitCode(Run gone) {
    try {
      return gone.exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private String tail() {
    try {
      return output.tailOfLastStart(TAIL_LINES);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "output of local app " + app.name() + " cannot be read", e);
      return "";
    }
  }

  private void forget(@Nullable Run ended) {
    if (ended != null) {
      machine.groups().sweep(ended.facts());
    }
    run = null;
    crash = null;
    deleteRunFile();
  }

  private void deleteRunFile() {
    try {
      Files.deleteIfExists(runFile);
    } catch (IOException e) {
      // harmless: it names a process by pid and start time that will never be again
      LOG.log(Level.WARNING, "run file " + runFile + " cannot be removed", e);
    }
  }

  private AppStatus.Running running(Run current) {
    return new AppStatus.Running(
        new Upstream("http", LocalProvider.HOST, current.facts().port()), FORMATION);
  }

  /** A start or stop, which may fail as files and waiting do. */
  private interface Turn<T> {
    CallOutcome<T> take() throws IOException, InterruptedException;
  }

  private <T> CallOutcome<T> inTurn(Deadline deadline, String what, Turn<T> turn) {
    try {
      if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return CallOutcome.unknown(
            "local app '" + app.name() + "' is still being started or stopped; no time to " + what);
      }
      try {
        return turn.take();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CallOutcome.unknown("interrupted during the " + what + " of '" + app.name() + "'");
    } catch (IOException e) {
      return CallOutcome.unknown("the " + what + " of '" + app.name() + "' met: " + e);
    }
  }
}
