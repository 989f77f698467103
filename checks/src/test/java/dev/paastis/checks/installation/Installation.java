// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One Paastis with a home, ports and processes of its own, run by the launcher as a user would.
 * Closing it ends everything it started, the apps and the database included.
 */
public final class Installation implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final int STOP_SECONDS = 30;
  private static final Set<Installation> OPEN = ConcurrentHashMap.newKeySet();

  private final String mark = UUID.randomUUID().toString();
  private final MarkedProcesses processes = new MarkedProcesses(mark);
  private final List<Captured> outputs = new ArrayList<>();
  private final Path folder;
  private final int port;
  private final int consolePort;
  private final int tlsPort;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private @Nullable Process process;

  private Installation(Path folder, List<String> command, Map<String, String> more)
      throws IOException {
    this.folder = folder;
    List<Integer> ports = List.of(FreePort.next(), FreePort.next(), FreePort.next());
    port = ports.get(0);
    consolePort = ports.get(1);
    tlsPort = ports.get(2);
    arguments = new ArrayList<>(command);
    arguments.addAll(
        List.of(
            "--port", "" + port, "--console-port", "" + consolePort, "--home", home().toString()));
    environment = new HashMap<>(more);
    environment.put("PAASTIS_TLS_PORT", "" + tlsPort);
    environment.put(Launcher.MARK, mark);
    OPEN.add(this);
  }

  /** The demo, ready, with apps that sleep after that time. */
  public static Installation demo(String idle, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("demo", "--idle", idle, "--no-browser"));
    command.addAll(List.of(more));
    Installation made = new Installation(newFolder(), command, Map.of());
    made.start();
    return made;
  }

  /** A server for these apps, ready. */
  public static Installation serve(AppFile file) throws IOException {
    return serve(file, Map.of());
  }

  /** The same, with more variables in its environment. */
  public static Installation serve(AppFile file, Map<String, String> more) throws IOException {
    Path folder = newFolder();
    Files.writeString(folder.resolve("paastis.yml"), file.text());
    Installation made = new Installation(folder, List.of("serve"), more);
    made.start();
    return made;
  }

  /** What all installations that are open printed, for the report of a failure. */
  static String outputOfAllOpen() {
    StringBuilder text = new StringBuilder();
    OPEN.forEach(
        each -> text.append(each.arguments).append('\n').append(each.output()).append('\n'));
    return text.toString();
  }

  /** Starts it, for the first time or again, and waits for {@code ready}. */
  public void start() throws IOException {
    List<String> words = List.copyOf(arguments);
    Process started =
        Launcher.builder(folder, environment, words).redirectErrorStream(true).start();
    Captured captured = new Captured(started.getInputStream());
    outputs.add(captured);
    process = started;
    await("ready")
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> captured.lines().contains("ready") || !started.isAlive());
    assertThat(started.isAlive()).as("runs; it printed:%n%s", captured.text()).isTrue();
  }

  /** The data folder. */
  public Path home() {
    return folder.resolve("home");
  }

  /** The gateway's port. */
  public int port() {
    return port;
  }

  /** The gateway's port for TLS. */
  public int tlsPort() {
    return tlsPort;
  }

  /** The port of console and API. */
  public int consolePort() {
    return consolePort;
  }

  /** An address at the gateway. */
  public URI at(String host, String path) {
    return URI.create("http://" + host + ":" + port + path);
  }

  /** An address of the console. */
  public URI console(String path) {
    return URI.create("http://localhost:" + consolePort + path);
  }

  /** The API, with the token of the administrator. */
  public Api api() throws IOException {
    return new Api(console("/"), Files.readString(home().resolve("admin.token")).strip());
  }

  /** The link it printed that signs in to the console: it carries a code that works once. */
  public URI signInLink() {
    Pattern pattern = Pattern.compile("http://[^\\s/]+:" + consolePort + "/\\S+");
    Matcher found = pattern.matcher(output());
    assertThat(found.find()).as("a sign-in link in:%n%s", output()).isTrue();
    return URI.create(found.group());
  }

  /** Runs a command of the command line against it. */
  public Launcher.Outcome cli(String... words) {
    return Launcher.run(folder, cliEnvironment(), words);
  }

  /** The environment for commands that talk to it. */
  public Map<String, String> cliEnvironment() {
    return Map.of("PAASTIS_HOME", home().toString(), "PAASTIS_URL", console("").toString());
  }

  /** The folder it runs in. */
  public Path folder() {
    return folder;
  }

  /** Its processes: engine, apps, database. */
  public MarkedProcesses processes() {
    return processes;
  }

  /** The engine's Java process: the launcher itself once it has become it, else its child. */
  public ProcessHandle engine() {
    ProcessHandle launcher = running().toHandle();
    return Stream.concat(Stream.of(launcher), launcher.descendants())
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no engine runs; it printed:\n" + output()));
  }

  /** Ends the engine at once, as {@code kill -9} does; apps and database go on. */
  public void kill() {
    engine().destroyForcibly();
    awaitExit();
  }

  /** Sends SIGTERM and waits for the end; returns the exit code. */
  public int terminate() {
    engine().destroy();
    return awaitExit();
  }

  /** Sends SIGTERM and does not wait. */
  public void sendTerm() {
    engine().destroy();
  }

  /** Waits for the end of the engine; returns the exit code. */
  public int awaitExit() {
    Process ending = running();
    try {
      assertThat(ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    outputs.getLast().awaitEnd();
    return ending.exitValue();
  }

  /** All it printed, over all its runs. */
  public String output() {
    return String.join("\n", outputs.stream().map(Captured::text).toList());
  }

  @Override
  public void close() throws IOException {
    OPEN.remove(this);
    if (process != null && process.isAlive()) {
      process.destroy();
      waitBriefly(process);
    }
    endAllThatIsLeft();
    deleteFolder();
  }

  private static void waitBriefly(Process process) {
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gently first: a database ended by force leaves shared memory behind. */
  private void endAllThatIsLeft() {
    each(ProcessHandle::destroy);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          if (System.nanoTime() > end) {
            each(ProcessHandle::destroyForcibly);
          }
          return processes.all().isEmpty();
        });
  }

  private void each(Consumer<ProcessHandle> act) {
    processes.all().forEach(running -> ProcessHandle.of(running.pid()).ifPresent(act));
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  private static Path newFolder() throws IOException {
    return Files.createTempDirectory("paastis-test-").toRealPath();
  }
}
