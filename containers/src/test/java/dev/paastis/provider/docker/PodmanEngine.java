// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Podman with storage of its own in a passing folder, an image of busybox, and its API on a
 * socket there. It shares the machine's network, and needs neither systemd nor the internet.
 */
final class PodmanEngine implements AutoCloseable {
  /** System property that skips the tests that need it, when {@code false}. */
  static final String WANTED = "paastis.podman";

  static final String IMAGE = "localhost/paastis-busybox:1";

  private static final String CONFIGURATION =
      """
      [containers]
      default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
      netns = "host"
      [engine]
      runtime = "runc"
      cgroup_manager = "cgroupfs"
      events_logger = "file"
      """;

  private final Path home;
  private Process service;

  private PodmanEngine(Path home) throws IOException {
    this.home = home;
    Files.writeString(home.resolve("containers.conf"), CONFIGURATION);
    podman("import", image().toString(), IMAGE);
    this.service = serve();
  }

  static PodmanEngine begin() throws IOException {
    for (String program : List.of("podman", "runc", "busybox")) {
      if (!isInstalled(program)) {
        throw new IllegalStateException(
            "%s not found; apt-get install podman runc busybox-static, or skip these tests with -D%s=false"
                .formatted(program, WANTED));
      }
    }
    return new PodmanEngine(Files.createTempDirectory("paastis-podman-"));
  }

  /** Where its API is. */
  String host() {
    return "unix://" + socket();
  }

  /** Does what somebody else at the machine would do; returns what it prints. */
  String podman(String... arguments) {
    List<String> command = command(arguments);
    try {
      Path errors = Files.createTempFile(home, "errors", ".txt");
      Process process = builder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            String.join(" ", arguments) + ": " + printed + Files.readString(errors));
      }
      return printed.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a container of the image on the machine's network; it ends at once when stopped. */
  void run(String name, List<String> options, String... command) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "-d", "--name", name, "--stop-signal", "KILL"));
    arguments.addAll(options);
    arguments.add(IMAGE);
    arguments.addAll(Arrays.asList(command));
    podman(arguments.toArray(String[]::new));
  }

  /** Runs a web server that is an app; returns its port. */
  int web(String name, String... options) {
    int port = freePort();
    List<String> all =
        new ArrayList<>(
            List.of("--label", "paastis.enable=true", "--label", "paastis.port=" + port));
    all.addAll(Arrays.asList(options));
    run(name, all, "busybox", "httpd", "-f", "-p", String.valueOf(port), "-h", "/www");
    return port;
  }

  /** The process of a container; 0 when it does not run. */
  long pid(String name) {
    return Long.parseLong(podman("inspect", "--format", "{{.State.Pid}}", name));
  }

  void removeAll() {
    podman("rm", "-fa", "-t", "0");
  }

  /** The API ends in the middle of whatever it does; containers go on. */
  void kill() {
    service.destroyForcibly();
    service.onExit().join();
  }

  void beginAgain() throws IOException {
    service = serve();
  }

  @Override
  public void close() throws IOException {
    removeAll();
    kill();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(
            IOException.class) // what cleans up after containers still writes
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(this::delete);
  }

  private boolean delete() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    return true;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path socket() {
    return home.resolve("api.sock");
  }

  private Process serve() throws IOException {
    Files.deleteIfExists(socket());
    Process begun =
        builder(command("system", "service", "--time=0", host()))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("service.log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(socket()) || !begun.isAlive());
    return begun;
  }

  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "podman",
                "--root=" + home.resolve("root"),
                "--runroot=" + home.resolve("run"),
                "--tmpdir=" + home.resolve("tmp"),
                "--storage-driver=vfs"));
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("CONTAINERS_CONF", home.resolve("containers.conf").toString());
    return builder;
  }

  /** A file system with a static busybox and one page. */
  private Path image() throws IOException {
    Path content = Files.createDirectories(home.resolve("image"));
    Path bin = Files.createDirectories(content.resolve("bin"));
    Files.copy(program("busybox"), bin.resolve("busybox"));
    bin.resolve("busybox").toFile().setExecutable(true);
    Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
    Files.createDirectories(content.resolve("tmp"));
    Files.writeString(
        Files.createDirectories(content.resolve("www")).resolve("index.html"), "awake");
    Path archive = home.resolve("image.tar");
    Process tar =
        new ProcessBuilder("tar", "-C", content.toString(), "-cf", archive.toString(), ".").start();
    try {
      if (!tar.waitFor(30, TimeUnit.SECONDS) || tar.exitValue() != 0) {
        throw new IllegalStateException("tar could not pack " + content);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return archive;
  }

  private static boolean isInstalled(String program) {
    return folders().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
  }

  private static Path program(String name) {
    return folders()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Path> folders() {
    String path = System.getenv("PATH") + ":/usr/sbin:/sbin";
    return Arrays.stream(path.split(":", -1)).filter(folder -> !folder.isEmpty()).map(Path::of);
  }
}
