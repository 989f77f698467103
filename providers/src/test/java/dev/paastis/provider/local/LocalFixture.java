// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Cause;
import dev.paastis.app.EngineId;
import dev.paastis.app.Formation;
import dev.paastis.app.Operation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Real processes in a folder of their own, all gone at the end. */
final class LocalFixture {
  static final String TEST_MARK = "PAASTIS_TEST_FOLDER";
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));

  final Path folder;
  private final InstantSource clock;

  LocalFixture(Path folder) {
    this(folder, CLOCK);
  }

  LocalFixture(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  LocalProvider provider(LocalApp... apps) {
    return new LocalProvider(
        LocalSettings.in(folder.resolve("state")), List.of(apps), Ticker.system(), clock);
  }

  LocalApp app(String name, String... command) {
    return LocalApp.of(name, List.of(command), folder)
        .withEnvironment(Map.of(TEST_MARK, folder.toString()))
        .withStopGrace(Duration.ofSeconds(5));
  }

  /** An app of shell lines. */
  LocalApp shell(String name, String script) {
    return app(name, "sh", "-c", script);
  }

  /** An app that does nothing until it is ended. */
  LocalApp idle(String name) {
    return shell(name, "while :; do sleep 0.2; done");
  }

  Path runFile(String app) {
    return folder.resolve("state").resolve(app + ".run");
  }

  long pid(String app) throws IOException {
    return RunFile.read(runFile(app)).orElseThrow().process().pid();
  }

  static Call soon() {
    return Call.wake(Duration.ofSeconds(60), Ticker.system());
  }

  static CallOutcome<AppStatus.Running> start(LocalProvider provider, String app) {
    var operation =
        new Operation(
            UUID.randomUUID(),
            new EngineId(UUID.randomUUID()),
            CLOCK.instant(),
            Cause.of(Cause.Kind.PERSON, "test"));
    return provider.start(app, Formation.EMPTY, operation, soon());
  }

  static AppStatus.Running started(LocalProvider provider, String app) {
    return done(start(provider, app));
  }

  static AppStatus status(LocalProvider provider, String app) {
    return done(provider.status(app, soon()));
  }

  static <T> T done(CallOutcome<T> outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Done.class);
    return ((CallOutcome.Done<T>) outcome).value();
  }

  /** Processes of this test that have not ended, whoever started them. */
  List<Long> left() throws IOException {
    String entry = TEST_MARK + "=" + folder + "\0";
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
          .filter(process -> holds(process, entry))
          .map(process -> Long.valueOf(process.getFileName().toString()))
          .filter(pid -> new LinuxProcesses().find(pid).isPresent())
          .toList();
    }
  }

  private static boolean holds(Path process, String entry) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
          .contains(entry);
    } catch (IOException e) {
      return false;
    }
  }
}
