// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.store;

import static dev.paastis.store.SharedStore.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.TrackedApp;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServerTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path home;
  @TempDir Path outputs;
  private Path output = Path.of("");
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void outputFile() {
    output = outputs.resolve("child.log");
  }

  @AfterEach
  void nothingIsLeftRunning() throws IOException {
    children.forEach(Process::destroyForcibly);
    Path data = home.toRealPath().resolve("postgres");
    PostmasterFile.read(data)
        .flatMap(file -> file.server(data))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_closed_server_is_gone_and_starts_again_with_its_data() {
    TrackedApp app;
    long pid;
    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock);
        Store store = open(server)) {
      app = SharedStore.declared(store, "kept");
      pid = server.pid();
    }
    assertThat(ProcessHandle.of(pid).filter(PostmasterFile::lives)).isEmpty();

    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock);
        Store store = open(server)) {
      assertThat(server.adopted()).isFalse();
      assertThat(store.apps().all()).containsExactly(app);
    }
  }

  @Test
  void a_second_user_of_the_home_is_refused_in_this_process_and_in_another() throws Exception {
    try (HomeLock _ = HomeLock.take(home)) {
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(HomeInUseException.class)
          .hasMessageContaining(home.toRealPath().toString())
          .hasMessageContaining("this process");

      Process other = child();
      assertThat(other.waitFor()).isEqualTo(1);
      assertThat(Files.readString(output))
          .contains("HomeInUseException")
          .contains("process " + ProcessHandle.current().pid());
    }
    HomeLock.take(home).close();
  }

  @Test
  void the_server_of_a_killed_process_is_adopted_with_every_committed_event() throws Exception {
    Process child = child();
    await().atMost(Duration.ofSeconds(60)).until(() -> lastTold() >= 20);
    child.destroyForcibly().waitFor();

    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock);
        Store store = open(server)) {
      assertThat(server.adopted()).isTrue();
      assertThat(lastEvent(store)).isGreaterThanOrEqualTo(lastTold());
    }
  }

  @Test
  void a_killed_server_is_started_again_under_the_pool_and_has_lost_nothing() {
    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock);
        Store store = open(server)) {
      TrackedApp app = SharedStore.declared(store, "kept");
      long killed = server.pid();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();

      await().atMost(Duration.ofSeconds(60)).until(() -> server.pid() != killed);
      await().atMost(Duration.ofSeconds(20)).until(store::available);
      assertThat(store.apps().all()).containsExactly(app);
    }
  }

  @Test
  void after_both_were_killed_the_next_start_recovers() throws Exception {
    Process child = child();
    await().atMost(Duration.ofSeconds(60)).until(() -> lastTold() >= 5);
    long postgres = PostmasterFile.read(home.resolve("postgres")).orElseThrow().pid();
    child.destroyForcibly().waitFor();
    ProcessHandle orphan = ProcessHandle.of(postgres).orElseThrow();
    orphan.destroyForcibly();
    await().until(() -> !PostmasterFile.lives(orphan));

    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock);
        Store store = open(server)) {
      assertThat(server.adopted()).isFalse();
      assertThat(lastEvent(store)).isGreaterThanOrEqualTo(lastTold());
    }
  }

  @Test
  void a_stranger_with_the_pid_of_a_dead_server_is_left_alone() throws Exception {
    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock)) {
      assertThat(server.adopted()).isFalse();
    }
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Path data = home.resolve("postgres");
      Files.writeString(
          data.resolve("postmaster.pid"),
          stranger.pid() + "\n" + data.toRealPath() + "\n1\n5432\n\n127.0.0.1\n  1  1\nready\n");
      try (HomeLock lock = HomeLock.take(home);
          EmbeddedServer server = start(lock)) {
        assertThat(server.adopted()).isFalse();
        assertThat(server.pid()).isNotEqualTo(stranger.pid());
      }
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void the_password_is_the_owners_and_nobody_gets_in_without_it() throws Exception {
    try (HomeLock lock = HomeLock.take(home);
        EmbeddedServer server = start(lock)) {
      Path file = home.resolve("postgres.password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(server.url().toString()).doesNotContain(Files.readString(file));
      assertThatThrownBy(() -> connect(server.url(), "wrong")).hasMessageContaining("password");
    }
  }

  /** A JVM that owns the home and appends events until it is killed. */
  private Process child() throws IOException {
    Process child =
        new ProcessBuilder(
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                Appender.class.getName(),
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    children.add(child);
    return child;
  }

  /** The last event that the child told after it was committed; its last line may be cut. */
  private long lastTold() throws IOException {
    String text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith("event "))
        .reduce((_, line) -> line)
        .map(line -> Long.parseLong(line.substring(6)))
        .orElse(0L);
  }

  private static long lastEvent(Store store) {
    return store
        .events()
        .before(store.spaces().ensure("child"), null, Long.MAX_VALUE, 1)
        .getFirst()
        .id();
  }

  private static EmbeddedServer start(HomeLock lock) {
    return EmbeddedServer.start(lock, Ticker.system());
  }

  private static Store open(EmbeddedServer server) {
    return Store.open(StoreSettings.of(server.url(), InstantSource.fixed(T0)));
  }

  private static void connect(DatabaseUrl url, String password) throws Exception {
    try (Connection _ = DriverManager.getConnection(url.jdbcUrl(), EmbeddedServer.USER, password)) {
      throw new AssertionError("let in with a wrong password");
    }
  }
}
