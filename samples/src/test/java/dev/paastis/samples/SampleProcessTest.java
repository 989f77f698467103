// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples as the processes they are meant to be. */
class SampleProcessTest {
  @TempDir Path folder;

  private Process start(Class<?> sample, Map<String, String> environment) throws IOException {
    var command =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            sample.getName());
    command.environment().put("PORT", "0");
    command.environment().putAll(environment);
    return command
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private void awaitOutput(Process process, String text) throws IOException {
    while (process.isAlive() && !Files.readString(folder.resolve("output.txt")).contains(text)) {
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(folder.resolve("output.txt")).content().contains(text);
  }

  @Test
  void each_sample_listens_and_ends_when_asked() throws IOException, InterruptedException {
    for (Class<?> sample :
        new Class<?>[] {Hello.class, Slow.class, Shop.class, ShopApi.class, Chat.class}) {
      Process process = start(sample, Map.of("START_SECONDS", "1"));
      try {
        awaitOutput(process, "listening on port");
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void test_app_fails_as_told() throws IOException, InterruptedException {
    Process process =
        start(TestApp.class, Map.of("NEVER_BIND", "1", "FAIL_AFTER_MS", "50", "FAIL_CODE", "42"));

    assertThat(process.waitFor()).isEqualTo(42);
    assertThat(folder.resolve("output.txt")).content().doesNotContain("listening");
  }

  @Test
  void missing_port_is_told() throws IOException, InterruptedException {
    Process process = start(Hello.class, Map.of("PORT", "none"));

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(folder.resolve("output.txt")).content().contains("PORT must be a number, got: none");
  }
}
