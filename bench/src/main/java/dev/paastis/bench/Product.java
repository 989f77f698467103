// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.bench;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The product under measurement: {@code serve} as a process of its own, with an embedded database
 * in a fresh folder.
 */
final class Product implements AutoCloseable {
  /** Name of the app on this machine, where there is one. */
  static final String APP = "app";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String CONFIGURATION =
      """
      space: bench
      idle-timeout: 1h
      wake-timeout: 60s
      wakes-per-hour: 1000000
      accounts:
      """;

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
  private final List<String> endedWithIt;
  private final Path home;
  private final ReadyProcess process;
  private final int port;
  private final int consolePort;

  private Product(List<String> endedWithIt, Path home, ReadyProcess process, Ports ports) {
    this.endedWithIt = endedWithIt;
    this.home = home;
    this.process = process;
    this.port = ports.gateway();
    this.consolePort = ports.console();
  }

  private record Ports(int gateway, int console) {}

  /** What is told of an app. */
  record App(String name, String account, String state) {}

  /** Starts it with an app on this machine, of that environment, which ends with it. */
  static Product start(Map<String, String> environment) throws IOException {
    Path home = Files.createTempDirectory("paastis-bench");
    return start(home, List.of(APP), localAccount(environment, home));
  }

  /** Starts it with the accounts of that part of a configuration file. */
  static Product withAccounts(Path home, String accounts) throws IOException {
    return start(home, List.of(), accounts);
  }

  private static Product start(Path home, List<String> endedWithIt, String accounts)
      throws IOException {
    Path config = home.resolve("paastis.yml");
    Files.writeString(config, CONFIGURATION + accounts);
    Ports ports = new Ports(freePort(), freePort());
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(SERVER_FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.paastis.server.Main", "serve", "--config", config.toString()));
    command.addAll(List.of("--home", home.toString(), "--port", String.valueOf(ports.gateway())));
    command.addAll(List.of("--console-port", String.valueOf(ports.console())));
    ReadyProcess process = ReadyProcess.start(command, Map.of(), home.resolve("stderr.log"));
    return new Product(endedWithIt, home, process, ports);
  }

  int port() {
    return port;
  }

  /** From the start of the process to the line {@code ready}, the database's creation included. */
  Duration startTime() {
    return process.startTime();
  }

  /** Resident memory of the engine with console and gateway, without PostgreSQL. */
  long residentKib() throws IOException {
    return process.residentKib();
  }

  /** Puts the app to sleep and returns when it is. */
  void sleep(String app) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        ask(
            "/apps/" + app + "/sleep?wait=60s",
            request -> request.POST(HttpRequest.BodyPublishers.noBody()));
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(app + " did not fall asleep: " + answer.body());
    }
  }

  /** All apps, once it looks after so many and all are awake. */
  List<App> awaitApps(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<App> apps = apps();
    while (apps.stream().filter(app -> app.state().equals("awake")).count() < count) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(count + " apps should be awake, but: " + apps);
      }
      Thread.sleep(LOOK);
      apps = apps();
    }
    return apps;
  }

  /** All apps that it looks after; of more than a page, the first page. */
  List<App> apps() throws IOException, InterruptedException {
    String answer = ask("/apps", HttpRequest.Builder::GET).body();
    return JSON.readTree(answer)
        .path("items")
        .valueStream()
        .map(app ->
            new App(
                app.path("name").asString(""),
                app.path("account").asString(""),
                app.path("state").asString("")))
        .toList();
  }

  private HttpResponse<String> ask(String path, UnaryOperator<HttpRequest.Builder> method)
      throws IOException, InterruptedException {
    String token = Files.readString(home.resolve("admin.token")).strip();
    URI uri = URI.create("http://localhost:" + consolePort + "/api/v1" + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    return client.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it in order, its app on this machine too, and removes its folder. */
  @Override
  public void close() throws IOException {
    try {
      for (String app : endedWithIt) {
        sleep(app);
      }
      process.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String localAccount(Map<String, String> environment, Path home) {
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
