// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.AppState;
import dev.paastis.app.EventType;
import dev.paastis.app.Upstream;
import dev.paastis.pause.SleepOutcome;
import dev.paastis.probe.SocketProbe;
import dev.paastis.samples.TestApp;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wakes and sleeps of a real program through provider, probe and use cases. */
class RealWakeTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private LocalFixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new LocalFixture(folder);
  }

  @AfterEach
  void nothing_is_left_running() {
    await().atMost(LONG).untilAsserted(() -> assertThat(fixture.left()).isEmpty());
  }

  @Test
  void late_port_is_waited_for_and_the_app_answers_when_it_counts_as_awake() {
    try (LocalProvider provider = provider(Map.of("BIND_AFTER_MS", "300"))) {
      OneApp app = new OneApp(provider, "app", LONG);

      Upstream upstream = ready(app.wake());

      assertThat(app.state()).isInstanceOf(AppState.Awake.class);
      assertThat(new SocketProbe().answers(upstream, "/healthz", LONG)).isTrue();
      assertThat(app.sleep()).isEqualTo(new SleepOutcome.Asleep());
    }
  }

  @Test
  void app_that_ends_by_itself_fails_the_wake_with_its_code_and_last_words() {
    Map<String, String> failing =
        Map.of("NEVER_BIND", "1", "FAIL_AFTER_MS", "100", "FAIL_CODE", "7");
    try (LocalProvider provider = provider(failing)) {
      OneApp app = new OneApp(provider, "app", LONG);

      assertThat(app.wake())
          .isEqualTo(
              new WakeOutcome.Failed(
                  WakeOutcome.Failure.CRASHED, "stopped by itself with exit code 7"));

      assertThat(app.state()).isInstanceOf(AppState.Asleep.class);
      assertThat(app.events.getLast().type()).isEqualTo(EventType.WAKE_FAILED);
      assertThat(app.events.getLast().details().get("tail")).contains("failing as told");
    }
  }

  @Test
  void app_that_never_binds_ignores_the_term_and_has_a_child_leaves_nothing_behind() {
    Map<String, String> stubborn =
        Map.of("NEVER_BIND", "1", "IGNORE_TERM", "1", "SPAWN_CHILD", "1");
    try (LocalProvider provider = provider(stubborn)) {
      OneApp app = new OneApp(provider, "app", Duration.ofSeconds(3));

      assertThat(app.wake())
          .asInstanceOf(type(WakeOutcome.Failed.class))
          .satisfies(f -> assertThat(f.failure()).isEqualTo(WakeOutcome.Failure.TIMED_OUT));
      assertThat(app.state()).isInstanceOf(AppState.Asleep.class);
    }
  }

  @Test
  void sleep_of_an_app_that_ignores_the_term_ends_it_with_its_child() throws IOException {
    try (LocalProvider provider = provider(Map.of("IGNORE_TERM", "1", "SPAWN_CHILD", "1"))) {
      OneApp app = new OneApp(provider, "app", LONG);
      var _ = ready(app.wake());
      assertThat(fixture.left()).hasSizeGreaterThan(1);

      assertThat(app.sleep()).isEqualTo(new SleepOutcome.Asleep());

      assertThat(fixture.left()).isEmpty();
    }
  }

  @Test
  void many_wishes_at_once_are_one_start() throws Exception {
    Path starts = folder.resolve("starts.txt");
    try (LocalProvider provider = provider(Map.of("STARTS_FILE", starts.toString()));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      OneApp app = new OneApp(provider, "app", LONG);
      List<Callable<WakeOutcome>> wishes = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        wishes.add(app::wake);
      }

      for (Future<WakeOutcome> outcome : threads.invokeAll(wishes)) {
        var _ = ready(outcome.get());
      }

      assertThat(Files.readAllLines(starts)).hasSize(1);
      assertThat(app.sleep()).isEqualTo(new SleepOutcome.Asleep());
    }
  }

  @Test
  void secrets_of_the_engine_do_not_reach_the_app() throws Exception {
    ProcessBuilder engine =
        new ProcessBuilder(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KeeperOfSecrets.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("engine.txt").toFile());
    engine
        .environment()
        .putAll(
            Map.of(
                "PAASTIS_MASTER_KEY", "sesame",
                "PAASTIS_DATABASE_URL", "postgresql://u:sesame@db/x",
                "PAASTIS_TOKEN", "sesame",
                "ORDINARY", "passes"));

    assertThat(engine.start().waitFor()).isZero();

    assertThat(Files.readString(folder.resolve("env.txt")))
        .contains("ORDINARY=passes", "PORT=")
        .doesNotContain("sesame");
  }

  private LocalProvider provider(Map<String, String> behaviour) {
    Map<String, String> environment = new HashMap<>(behaviour);
    environment.put(LocalFixture.TEST_MARK, folder.toString());
    List<String> command =
        List.of(
            java(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            TestApp.class.getName());
    return fixture.provider(
        new LocalApp(
            "app", command, folder, environment, "/healthz", Duration.ofMillis(300), null));
  }

  private static Upstream ready(WakeOutcome outcome) {
    assertThat(outcome).isInstanceOf(WakeOutcome.Ready.class);
    return ((WakeOutcome.Ready) outcome).upstream();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
