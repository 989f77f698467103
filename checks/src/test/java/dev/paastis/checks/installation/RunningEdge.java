// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A gateway of its own process, run by the launcher as a user would. */
public final class RunningEdge implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int STOP_SECONDS = 30;

  private final Path folder;
  private final List<String> arguments;
  private final int port;
  private @Nullable Process process;
  private @Nullable Captured output;

  private RunningEdge(Path folder, URI engine, Path token, List<String> more) throws IOException {
    this.folder = folder;
    this.port = FreePort.next();
    this.arguments = new ArrayList<>(more);
    arguments.addAll(
        0,
        List.of(
            "gateway",
            "--engine",
            engine.toString(),
            "--token-file",
            token.toString(),
            "--port",
            "" + port,
            "--home",
            folder.resolve("edge").toString()));
  }

  /** One that follows that engine, not started yet. */
  public static RunningEdge of(Installation engine) throws IOException {
    return of(engine, engine.home().resolve("gateway.token"));
  }

  /** The same with another token. */
  public static RunningEdge of(Installation engine, Path token) throws IOException {
    return new RunningEdge(engine.folder(), engine.console(""), token, List.of());
  }

  /** The same with more options. */
  public static RunningEdge of(Installation engine, String... options) throws IOException {
    Path token = engine.home().resolve("gateway.token");
    return new RunningEdge(engine.folder(), engine.console(""), token, List.of(options));
  }

  /** Starts it and waits for {@code ready}. */
  public RunningEdge start() throws IOException {
    launch();
    await("ready")
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> isReady() || !running().isAlive());
    assertThat(running().isAlive()).as("runs; it printed:%n%s", output()).isTrue();
    return this;
  }

  /** Starts it and does not wait. */
  public void launch() throws IOException {
    process = Launcher.builder(folder, Map.of(), arguments).redirectErrorStream(true).start();
    output = new Captured(running().getInputStream());
  }

  /** Whether it has said so. */
  public boolean isReady() {
    return output().lines().anyMatch("ready"::equals);
  }

  /** What it printed since its start. */
  public String output() {
    return output == null ? "" : output.text();
  }

  /** Where its requests arrive. */
  public int port() {
    return port;
  }

  /** An address at it. */
  public URI at(String host, String path) {
    return URI.create("http://" + host + ":" + port + path);
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    java().destroyForcibly();
    awaitExit();
  }

  /** Sends a signal, as {@code kill} does. */
  public void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, "" + java().pid()).start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }

  /** Waits for the end; returns the exit code. */
  public int awaitExit() {
    try {
      assertThat(running().waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return running().exitValue();
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      java().destroyForcibly();
      awaitExit();
    }
  }

  private ProcessHandle java() {
    ProcessHandle launcher = running().toHandle();
    return Stream.concat(Stream.of(launcher), launcher.descendants())
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no gateway runs; it printed:\n" + output()));
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }
}
