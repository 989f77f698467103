// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.paastis.api.RouteLine;
import dev.paastis.gateway.observe.AccessFormat;
import dev.paastis.gateway.observe.AccessLog;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeGatewayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private ScriptedEngine engine;
  private HttpServer app;
  private EdgeHome home;
  private EdgeOptions.Around around = EdgeOptions.Around.PLAIN;
  private EdgeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    engine = new ScriptedEngine(folder);
    app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    app.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    app.start();
    home = EdgeHome.take(folder.resolve("home"));
    gateway = gateway();
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    engine.close();
    app.stop(0);
    home.close();
  }

  @Test
  void activity_isTold_andTheEndToo() throws Exception {
    engine.tells(
        Told.snapshot("e"),
        RouteLine.inForce(null),
        RouteLine.route(Told.awake(1, 2, app.getAddress().getPort()), null),
        RouteLine.complete(40));
    gateway.start();
    assertThat(get("app-1.localhost")).isEqualTo(204);
    await()
        .atMost(PATIENCE)
        .until(() -> engine.words.stream().anyMatch(word -> word.contains(Told.id(1))));
    await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("home/routes.ndjson")));

    gateway.close();
    assertThat(engine.words.getLast()).contains("\"leaving\":true");
  }

  @Test
  void question_isAnswered() throws Exception {
    engine.tells(
        Told.snapshot("e"),
        RouteLine.inForce(null),
        RouteLine.route(Told.awake(1, 2, app.getAddress().getPort()), null),
        RouteLine.complete(40),
        RouteLine.ask(7, Told.id(1)));
    gateway.start();
    gateway.serving().get(20, TimeUnit.SECONDS);
    await()
        .atMost(PATIENCE)
        .until(() -> engine.words.stream().anyMatch(word -> word.contains("\"ask\":7")));
  }

  @Test
  void engineAway_servesFromTheLastSnapshot() throws Exception {
    home.snapshot()
        .write(
            List.of(
                Told.snapshot("e"),
                RouteLine.inForce(null),
                RouteLine.route(Told.awake(1, 2, app.getAddress().getPort()), null),
                RouteLine.complete(40)));
    engine.close();
    gateway.start();
    assertThat(get("app-1.localhost")).isEqualTo(204);
    assertThat(gateway.hearsTheEngine()).isFalse();
    assertThat(gateway.serves()).isTrue();
  }

  @Test
  void engineAway_hostsStayGuardedAsInTheLastSnapshot() throws Exception {
    home.snapshot()
        .write(
            List.of(
                Told.snapshot("e"),
                RouteLine.written(Told.guarded()),
                RouteLine.inForce(null),
                RouteLine.route(Told.awake(1, 2, app.getAddress().getPort()), null),
                RouteLine.complete(40)));
    engine.close();
    gateway.start();
    assertThat(get("app-1.localhost")).isEqualTo(401);
    assertThat(get("app-1.localhost", "Authorization: Basic YW5uOnNlY3JldA==")).isEqualTo(204);
    assertThat(get("app-1.localhost", "Authorization: Basic YW5uOndyb25n")).isEqualTo(401);
  }

  @Test
  void newGuard_isInForceAndInTheSnapshot_withoutDroppingAConnection() throws Exception {
    engine.tells(
        Told.snapshot("e"),
        RouteLine.inForce(null),
        RouteLine.route(Told.awake(1, 2, app.getAddress().getPort()), null),
        RouteLine.complete(40));
    gateway.start();
    int port = gateway.serving().get(20, TimeUnit.SECONDS).port();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(status(socket)).isEqualTo(204);
      engine.tells(
          RouteLine.resume("e", 40, Told.SETTINGS),
          RouteLine.written(Told.guarded()),
          RouteLine.inForce(40L));
      engine.dropStreams();
      await().atMost(PATIENCE).until(() -> status(socket) == 401);
    }
    Path snapshot = folder.resolve("home/routes.ndjson");
    await().atMost(PATIENCE).until(() -> Files.readString(snapshot).contains(Told.HASH));
  }

  @Test
  void snapshotWhoseGuardCannotBeRead_isNotServedFrom() throws Exception {
    home.snapshot()
        .write(
            List.of(
                Told.snapshot("e"),
                RouteLine.written(Told.guarded()),
                RouteLine.inForce(null),
                RouteLine.route(Told.awake(1, 2, app.getAddress().getPort()), null),
                RouteLine.complete(40)));
    Path file = folder.resolve("home/routes.ndjson");
    Files.writeString(file, Files.readString(file).replace("sha256:", "md5:"));
    engine.status = 503;
    gateway.start();
    await().atMost(PATIENCE).until(() -> engine.asked.size() > 1);
    assertThat(gateway.serves()).isFalse();
  }

  @Test
  void engineAway_andNoSnapshot_waitsForIt() throws Exception {
    engine.status = 503;
    gateway.start();
    await().atMost(PATIENCE).until(() -> engine.asked.size() > 1);
    assertThat(gateway.serving()).isNotDone();

    engine.tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(1)).status = 200;
    assertThat(gateway.serving().get(20, TimeUnit.SECONDS).port()).isPositive();
  }

  @Test
  void tokenRefused_beforeAnythingIsKnown_fails() {
    engine.status = 403;
    gateway.start();
    assertThatThrownBy(() -> gateway.serving().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("403");
  }

  @Test
  void health_tellsWhetherItServes() throws Exception {
    engine.tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(1));
    try (HealthServer health = HealthServer.start(0, gateway)) {
      assertThat(status(health, "/actuator/health/readiness")).isEqualTo(503);
      gateway.start();
      gateway.serving().get(20, TimeUnit.SECONDS);
      assertThat(status(health, "/actuator/health/readiness")).isEqualTo(200);
      assertThat(status(health, "/actuator/health/liveness")).isEqualTo(200);
      assertThat(status(health, "/other")).isEqualTo(404);
    }
  }

  @Test
  void figures_areTold_asPrometheusReadsThem() throws Exception {
    engine.tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(1));
    try (HealthServer health = HealthServer.start(0, gateway)) {
      assertThat(status(health, "/actuator/prometheus")).isEqualTo(503);
      gateway.start();
      assertThat(get("nobody.localhost")).isEqualTo(404);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(text(health, "/actuator/prometheus"))
                  .contains(
                      "paastis_gateway_request_seconds_count{kind=\"refused\",outcome=\"4xx\","
                          + "protocol=\"h1\"} 1\n"));
    }
  }

  @Test
  void engineSaysWhomToTrust_unlessTheCommandLineDoes() {
    var options = new EdgeOptions(engine.address(), engine.token(), null, 0, null, folder, around);
    assertThat(Making.settings(Told.SETTINGS, options).trustedPeers()).containsExactly("127.0.0.2");
    var own = new EdgeOptions.Around(null, null, List.of(), List.of("10.0.0.0/8"), null);
    options = new EdgeOptions(engine.address(), engine.token(), null, 0, null, folder, own);
    assertThat(Making.settings(Told.SETTINGS, options).trustedPeers()).isEmpty();
    assertThat(Making.settings(Told.SETTINGS, options).proxyProtocol())
        .containsExactly("10.0.0.0/8");
    assertThat(Making.settings(Told.SETTINGS, options).upstreams().connections()).isEqualTo(20_000);
  }

  @Test
  void accessLogAndForwardAuth_areThere_whereAskedFor() throws Exception {
    Path log = folder.resolve("access.log");
    remake(
        new EdgeOptions.Around(
            null,
            0,
            List.of("127.0.0.1"),
            null,
            new AccessLog.Target(log, AccessFormat.JSON, false)));
    engine.tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(1));
    gateway.start();
    assertThat(get("nobody.localhost")).isEqualTo(404);
    assertThat(gateway.serving().get().forwardAuthPort()).isPositive();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Files.readString(log)).contains("\"host\":\"nobody.localhost\""));
  }

  @Test
  void tls_refusesHandshakes_untilThereIsACertificate() throws Exception {
    Path certificates = Files.createDirectory(folder.resolve("tls"));
    var tls = new EdgeOptions.Tls(0, certificates);
    remake(new EdgeOptions.Around(tls, null, null, null, null));
    engine.tells(Told.snapshot("e"), RouteLine.inForce(null), RouteLine.complete(1));
    gateway.start();
    int port = gateway.serving().get(20, TimeUnit.SECONDS).tlsPort();
    assertThat(port).isPositive();
    URI address = URI.create("https://localhost:" + port + "/");
    assertThatThrownBy(() -> get(address)).hasMessageContaining("unrecognized_name");
  }

  @Test
  void homeInUse_isRefused() {
    assertThatThrownBy(() -> EdgeHome.take(folder.resolve("home")))
        .hasMessageContaining("another gateway uses");
  }

  /** Another in place of that which was made. */
  private void remake(EdgeOptions.Around asked) throws IOException {
    gateway.close();
    around = asked;
    gateway = gateway();
  }

  private EdgeGateway gateway() throws IOException {
    var options =
        new EdgeOptions(
            engine.address(), engine.token(), null, 0, null, folder.resolve("home"), around);
    return new EdgeGateway(options, "here", home, InstantSource.system(), Ticker.system());
  }

  private static int status(HealthServer health, String path) throws IOException {
    return get(URI.create("http://localhost:" + health.port() + path));
  }

  /** By hand, since names below localhost are not known everywhere. */
  private int get(String host, String... headers) throws Exception {
    int port = gateway.serving().get(20, TimeUnit.SECONDS).port();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String more = String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList());
      String request =
          "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + more + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  /** Of one more request on a connection, whose answer has no body or says how long it is. */
  private static int status(Socket socket) throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: app-1.localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int length = lower.indexOf("content-length: ");
    if (length >= 0) {
      String rest = lower.substring(length + 16);
      socket.getInputStream().readNBytes(Integer.parseInt(rest.substring(0, rest.indexOf('\r'))));
    }
    return Integer.parseInt(head.substring(9, 12));
  }

  private static String text(HealthServer health, String path) throws IOException {
    URI address = URI.create("http://localhost:" + health.port() + path);
    try (InputStream in = address.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static int get(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
