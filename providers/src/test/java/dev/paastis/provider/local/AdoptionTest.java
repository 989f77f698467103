// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static dev.paastis.provider.local.LocalFixture.done;
import static dev.paastis.provider.local.LocalFixture.soon;
import static dev.paastis.provider.local.LocalFixture.started;
import static dev.paastis.provider.local.LocalFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.process.Signals;
import dev.paastis.provider.AppStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
  @TempDir Path folder;
  private LocalFixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new LocalFixture(folder);
  }

  @AfterEach
  void nothing_is_left_running() {
    await().untilAsserted(() -> assertThat(fixture.left()).isEmpty());
  }

  @Test
  void next_provider_finds_the_app_with_its_port_and_can_stop_it() {
    AppStatus.Running before;
    try (LocalProvider first = fixture.provider(fixture.idle("one"))) {
      before = started(first, "one");
    }

    try (LocalProvider next = fixture.provider(fixture.idle("one"))) {
      assertThat(status(next, "one")).isEqualTo(before);
      assertThat(started(next, "one")).isEqualTo(before);
      done(next.stop("one", soon()));
    }
  }

  @Test
  void end_of_an_adopted_app_is_told() throws IOException, InterruptedException {
    try (LocalProvider first = fixture.provider(fixture.idle("one"))) {
      started(first, "one");
    }
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (LocalProvider next = fixture.provider(fixture.idle("one"))) {
      next.watch(told::add);

      Signals.toGroup(fixture.pid("one"), Signals.KILL);

      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
      assertThat(status(next, "one")).isInstanceOf(AppStatus.Crashed.class);
    }
  }

  @Test
  void app_survives_the_kill_of_its_engine_and_is_adopted()
      throws IOException, InterruptedException {
    Process engine =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledEngine.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("engine.txt").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(folder.resolve("engine.txt")).contains("started"));

    engine.destroyForcibly().waitFor();

    try (LocalProvider next = fixture.provider(fixture.idle("one"))) {
      assertThat(status(next, "one")).isInstanceOf(AppStatus.Running.class);
      assertThat(fixture.left()).contains(fixture.pid("one"));
      done(next.stop("one", soon()));
    }
  }

  @Test
  void app_no_longer_declared_is_ended() throws IOException {
    try (LocalProvider first = fixture.provider(fixture.idle("old"))) {
      started(first, "old");
    }

    fixture.provider(fixture.idle("other")).close();

    await().atMost(Duration.ofSeconds(30)).until(() -> fixture.left().isEmpty());
    await().until(() -> !Files.exists(fixture.runFile("old")));
  }

  @Test
  void process_that_took_over_the_pid_is_never_signalled() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessIdentity identity = new LinuxProcesses().find(stranger.pid()).orElseThrow();
      forge("one", new ProcessIdentity(identity.pid(), identity.start() + "1", identity.boot()));
      forge("two", new ProcessIdentity(identity.pid(), identity.start(), "another-boot"));
      forge("old", new ProcessIdentity(identity.pid(), "1", identity.boot()));

      try (LocalProvider next = fixture.provider(fixture.idle("one"), fixture.idle("two"))) {
        assertThat(status(next, "one")).isEqualTo(new AppStatus.Stopped(AppSlot.FORMATION));
        assertThat(status(next, "two")).isEqualTo(new AppStatus.Stopped(AppSlot.FORMATION));
        done(next.stop("one", soon()));
        await().until(() -> !Files.exists(fixture.runFile("old")));
      }

      assertThat(fixture.runFile("one")).doesNotExist();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void run_file_without_sense_is_removed() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(fixture.runFile("one"), "pid=-1\nstart=");

    try (LocalProvider provider = fixture.provider(fixture.idle("one"))) {
      assertThat(status(provider, "one")).isEqualTo(new AppStatus.Stopped(AppSlot.FORMATION));
    }

    assertThat(fixture.runFile("one")).doesNotExist();
  }

  private void forge(String app, ProcessIdentity identity) throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.write(
        fixture.runFile(app),
        List.of(
            "pid=" + identity.pid(),
            "start=" + identity.start(),
            "boot=" + identity.boot(),
            "port=20000",
            "operation=none"));
  }
}
