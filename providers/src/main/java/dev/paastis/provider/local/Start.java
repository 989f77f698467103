// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import dev.paastis.process.Executables;
import dev.paastis.process.InheritedEnvironment;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The start of one app that does not run, from its declaration to a recorded process. */
final class Start {
  /** From fork to the app's own program; takes milliseconds on an idle machine. */
  private static final Duration RECORDING = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(1);

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int TAIL_LINES = 5;

  private final LocalApp app;
  private final Machine machine;
  private final Output output;
  private final Path runFile;

  Start(LocalApp app, Machine machine, Output output, Path runFile) {
    this.app = app;
    this.machine = machine;
    this.output = output;
    this.runFile = runFile;
  }

  CallOutcome<Run> run(String operation, Deadline deadline)
      throws IOException, InterruptedException {
    if (!machine.launcher().canOpenSession()) {
      return refused("needs the program setsid (util-linux) or perl on the engine's PATH");
    }
    if (!Files.isDirectory(app.folder())) {
      return refused("has no folder " + app.folder());
    }
    OptionalInt port = machine.ports().free(app.name());
    if (port.isEmpty()) {
      return refused(portTaken());
    }
    Map<String, String> environment = environment(port.getAsInt());
    Optional<Path> program = program(environment);
    if (program.isEmpty()) {
      return refused(
          "has the command '" + app.command().getFirst() + "', which is no executable file");
    }
    List<String> command = command(program.get(), port.getAsInt());
    return launch(
        new Launcher.Launch(app, command, environment, port.getAsInt(), operation), deadline);
  }

  private CallOutcome<Run> launch(Launcher.Launch launch, Deadline deadline)
      throws IOException, InterruptedException {
    output.rotate();
    output.markStart(machine.clock().instant() + " on port " + launch.port());
    Process child = machine.launcher().start(launch, runFile, output.file());
    awaitApp(
        child, launch.operation(), Deadline.after(deadline.atMost(RECORDING), machine.ticker()));
    Optional<RunFile> recorded = recorded(launch.operation());
    if (child.isAlive() && recorded.isEmpty()) {
      return CallOutcome.unknown("local app '" + app.name() + "' was started, not yet recorded");
    }
    if (recorded.isEmpty() || couldNotRun(child)) {
      Files.deleteIfExists(runFile);
      return refused("could not be run: " + output.tailOfLastStart(TAIL_LINES));
    }
    return CallOutcome.done(new Run(recorded.get(), child));
  }

  /** Waits until the app's own program runs, or the process has ended. */
  private void awaitApp(Process child, String operation, Deadline deadline)
      throws IOException, InterruptedException {
    while (child.isAlive() && !deadline.expired() && !becameApp(child, operation)) {
      machine.ticker().pause(LOOK);
    }
  }

  private boolean becameApp(Process child, String operation) throws IOException {
    return recorded(operation).isPresent() && !machine.processes().isRecording(child.pid());
  }

  private Optional<RunFile> recorded(String operation) throws IOException {
    return RunFile.read(runFile).filter(facts -> facts.operation().equals(operation));
  }

  /** By the codes with which a shell ends that cannot become the program it was given. */
  private static boolean couldNotRun(Process child) {
    return !child.isAlive()
        && switch (child.exitValue()) {
          case Launcher.NOT_RECORDED, NOT_EXECUTABLE, NOT_FOUND -> true;
          default -> false;
        };
  }

  private Map<String, String> environment(int port) {
    Map<String, String> merged = InheritedEnvironment.withoutSecrets();
    merged.put("PORT", Integer.toString(port));
    merged.put("HOST", LocalProvider.HOST);
    app.environment().forEach((name, value) -> merged.put(name, expand(value, port)));
    return merged;
  }

  private Optional<Path> program(Map<String, String> environment) {
    String searched = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    return Executables.find(app.command().getFirst(), app.folder().toAbsolutePath(), searched);
  }

  private List<String> command(Path program, int port) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    app.command().stream().skip(1).map(part -> expand(part, port)).forEach(command::add);
    return command;
  }

  private String expand(String text, int port) {
    return Placeholders.expand(text, port, machine.ports()::expected);
  }

  private String portTaken() {
    int port = machine.ports().expected(app.name());
    return "is declared on port "
        + port
        + ", which is taken"
        + PortHolder.of(port).map(holder -> " by " + holder).orElse("")
        + "; free it or declare another";
  }

  private CallOutcome<Run> refused(String why) {
    return CallOutcome.refused(Refusal.Kind.INVALID, "local app '" + app.name() + "' " + why);
  }
}
