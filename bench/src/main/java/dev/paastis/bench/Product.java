// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The product under measurement: {@code serve} as a process of its own, with one app that binds its
 * port after a known time.
 */
final class Product implements AutoCloseable {
  static final String APP = "app";

  private static final List<String> SERVER_FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-Xms48m",
          "-Xmx384m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=25");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path home;
  private final Process process;
  private final int port;
  private final int consolePort;
  private final Duration startTime;

  private Product(Path home, Process process, int port, int consolePort, Duration startTime) {
    this.home = home;
    this.process = process;
    this.port = port;
    this.consolePort = consolePort;
    this.startTime = startTime;
  }

  /** Starts it with an app of that environment. */
  static Product start(Map<String, String> environment) throws IOException {
    Path home = Files.createTempDirectory("paastis-bench");
    Path config = home.resolve("paastis.yml");
    Files.writeString(config, configuration(environment, home));
    int port = freePort();
    int consolePort = freePort();
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(SERVER_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.paastis.server.Main", "serve", "--config", config.toString()));
    command.addAll(List.of("--home", home.toString(), "--port", String.valueOf(port)));
    command.addAll(List.of("--console-port", String.valueOf(consolePort)));
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(home.resolve("stderr.log").toFile()).start();
    awaitReady(process, home);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new Product(home, process, port, consolePort, took);
  }

  int port() {
    return port;
  }

  /** From the start of the process to the line {@code ready}, the database's creation included. */
  Duration startTime() {
    return startTime;
  }

  /** Resident memory of the engine with console and gateway, without PostgreSQL. */
  long residentKib() throws IOException {
    return fromStatus("VmRSS:");
  }

  /** Puts the app to sleep and returns when it is. */
  void sleepApp() throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/apps/" + APP + "/sleep?wait=60s");
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the app did not fall asleep: " + answer.body());
    }
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    String token = Files.readString(home.resolve("admin.token")).strip();
    URI uri = URI.create("http://localhost:" + consolePort + "/api/v1" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it in order, its app too, and removes its folder. */
  @Override
  public void close() throws IOException {
    try {
      sleepApp();
      process.destroy();
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private long fromStatus(String key) throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private static void awaitReady(Process process, Path home) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.equals("ready")) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(
          "the server did not start: " + Files.readString(home.resolve("stderr.log")));
    }
    Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
  }

  private static String configuration(Map<String, String> environment, Path home) {
    String variables =
        environment.entrySet().stream()
            .map(e -> "%s: \"%s\"".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    String command =
        Stream.of(
                java(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + home.resolve("app.jsa"),
                "-cp",
                samples(),
                "dev.paastis.samples.TestApp")
            .map(word -> "\"" + word + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    return """
    space: bench
    idle-timeout: 1h
    wake-timeout: 60s
    wakes-per-hour: 1000000
    accounts:
      - name: here
        provider: local
        apps:
          %s: {command: %s, environment: %s, stop-grace: 2s}
    """
        .formatted(APP, command, variables);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String samples() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.contains("samples"))
        .findFirst()
        .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
