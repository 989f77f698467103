// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * An app for tests and benchmarks that misbehaves as its environment says.
 *
 * <ul>
 *   <li>{@code BIND_AFTER_MS}: binds its port that long after the program began
 *   <li>{@code NEVER_BIND=1}: never binds it
 *   <li>{@code FAIL_AFTER_MS}: ends that long after the program began, with {@code FAIL_CODE}, 1
 *       unless told
 *   <li>{@code IGNORE_TERM=1}: does not end when asked to
 *   <li>{@code SPAWN_CHILD=1}: starts a child that would outlive it
 *   <li>{@code STARTS_FILE}: a line is added to that file at each start
 * </ul>
 *
 * <p>Its answers are those of {@link Hello}.
 */
public final class TestApp {
  private final Map<String, String> environment;
  private final Moments moments = new Moments();

  TestApp(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Serves on {@code $PORT}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new TestApp(System.getenv()).run();
  }

  private void run() throws IOException, InterruptedException {
    recordStart();
    if (isSet("IGNORE_TERM")) {
      Runtime.getRuntime().addShutdownHook(new Thread(TestApp::never));
    }
    if (isSet("SPAWN_CHILD")) {
      new ProcessBuilder("sleep", "3600").inheritIO().start();
    }
    long failAfter = millis("FAIL_AFTER_MS", -1);
    if (failAfter >= 0) {
      Thread.ofPlatform().daemon().start(() -> fail(failAfter));
    }
    if (isSet("NEVER_BIND")) {
      never();
    }
    awaitAge(millis("BIND_AFTER_MS", 0));
    Server.run(moments, new Hello(moments)::answer);
  }

  private void recordStart() throws IOException {
    String file = environment.get("STARTS_FILE");
    if (file != null) {
      Files.writeString(
          Path.of(file),
          ProcessHandle.current().pid() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private void fail(long afterMillis) {
    try {
      awaitAge(afterMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println("failing as told");
    Runtime.getRuntime().halt((int) millis("FAIL_CODE", 1));
  }

  private void awaitAge(long millis) throws InterruptedException {
    Duration left = Duration.ofMillis(millis).minus(moments.age());
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  private static void never() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isSet(String name) {
    return "1".equals(environment.get(name));
  }

  private long millis(String name, long otherwise) {
    String text = environment.get(name);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, got: " + text, e);
    }
  }
}
