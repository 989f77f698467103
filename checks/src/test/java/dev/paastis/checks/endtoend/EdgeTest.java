// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.RunningEdge;
import dev.paastis.checks.installation.Web;
import dev.paastis.checks.repository.Repository;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway as a process of its own, with an engine that comes and goes. */
@EndToEnd
class EdgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);

  private Installation engine;
  private RunningEdge edge;

  @BeforeEach
  void start() throws IOException {
    engine = Installation.serve(AppFile.create().app("app", Map.of()).app("second", Map.of()));
    engine.api().settleAsleep("app");
    engine.api().settleAsleep("second");
    edge = RunningEdge.of(engine).start();
  }

  @AfterEach
  void close() throws IOException {
    edge.close();
    engine.close();
  }

  @Test
  void request_wakesAnApp_andItsActivityIsTold() throws Exception {
    assertThat(get("app").statusCode()).isEqualTo(200);
    engine.api().awaitState("app", "awake");
    await()
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .untilAsserted(() -> assertThat(engine.api().app("app").lastActivity()).isNotNull());
    assertThat(engine.api().get("/gateways").body()).contains("\"state\":\"connected\"");

    assertThat(engine.api().ask("app", "sleep").statusCode()).isLessThan(300);
    engine.api().awaitState("app", "asleep");
    assertThat(get("app").statusCode()).isEqualTo(200);
    assertThat(get("nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void engineKilled_awakeAppIsServed_alsoAfterARestart_andWakesGoOnAfterwards() throws Exception {
    String pid = get("app").body();
    awaitInSnapshot("app", "awake");

    engine.kill();
    assertThat(get("app").body()).isEqualTo(pid);

    edge.kill();
    edge.start();
    assertThat(get("app").body()).as("served from the snapshot").isEqualTo(pid);
    HttpResponse<String> refused = get("second");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"engine-away\"", "cannot be reached");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();

    engine.start();
    awaitAnswer("second");
    assertThat(get("app").body()).isEqualTo(pid);
  }

  @Test
  void appThatEndedUnheard_isHeldForAndWoken_andNeverAnsweredWith502() throws Exception {
    String pid = get("app").body();
    awaitInSnapshot("app", "awake");
    engine.kill();
    ProcessHandle app = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    app.destroyForcibly();
    app.onExit().join();

    CompletableFuture<HttpResponse<String>> held =
        Web.client()
            .sendAsync(Web.to(edge.at("app.localhost", "/")).build(), BodyHandlers.ofString());
    engine.start();

    assertThat(held.join().statusCode()).as(held.join().body()).isIn(200, 503);
    awaitAnswer("app");
  }

  @Test
  void frozenGateway_keepsItsAppsAwake() throws Exception {
    assertThat(get("app").statusCode()).isEqualTo(200);
    edge.signal("STOP");
    try {
      engine.api().ask("app", "sleep");
      engine.api().awaitState("app", "awake");
      assertThat(engine.api().events("app", "sleep-called-off", 0)).isNotEmpty();
    } finally {
      edge.signal("CONT");
    }
    assertThat(get("app").statusCode()).isEqualTo(200);
    engine.api().settleAsleep("app");
  }

  @Test
  void terminated_requestUnderWayEnds_andNewConnectionsAreRefused() throws Exception {
    assertThat(get("app").statusCode()).isEqualTo(200);
    CompletableFuture<HttpResponse<String>> slow =
        Web.client()
            .sendAsync(
                Web.to(edge.at("app.localhost", "/slow?4000")).build(), BodyHandlers.ofString());
    await("the engine hears of the request")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> inFlight() >= 1);

    edge.signal("TERM");
    await()
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .untilAsserted(() ->
            assertThat(
                    Web.client()
                        .sendAsync(
                            Web.to(edge.at("app.localhost", "/")).build(), BodyHandlers.ofString()))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(ConnectException.class));
    assertThat(slow.join().body()).isEqualTo("slow");
    assertThat(edge.awaitExit()).isZero();
    assertThat(engine.api().get("/gateways").body())
        .as("it took its leave; it printed:%n%s", edge.output())
        .contains("\"items\":[]");
  }

  @Test
  void wrongToken_endsWith3_andSaysWhy() throws Exception {
    Path token = Files.writeString(engine.folder().resolve("wrong.token"), "pst_wrong\n");
    try (RunningEdge stranger = RunningEdge.of(engine, token)) {
      edge.close();
      Files.deleteIfExists(snapshot());
      stranger.launch();
      assertThat(stranger.awaitExit()).isEqualTo(3);
      assertThat(stranger.output()).contains("401", "token");
    }
  }

  @Test
  void classPath_isSmall_andWithoutSpring() throws Exception {
    try (Stream<Path> jars = Files.list(Repository.root().resolve("edge/target/lib"))) {
      List<String> names = jars.map(jar -> jar.getFileName().toString()).toList();
      assertThat(names)
          .isNotEmpty()
          .noneMatch(name -> name.contains("spring") || name.contains("jackson-databind"));
    }
    awaitInSnapshot("app", "asleep");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot())))
        .isEqualTo("rw-------");
  }

  private HttpResponse<String> get(String app) throws IOException {
    return Web.get(edge.at(app + ".localhost", "/"));
  }

  private void awaitAnswer(String app) {
    await(app + " answers")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .untilAsserted(() -> {
          int status = get(app).statusCode();
          assertThat(status).isNotEqualTo(502);
          assertThat(status).isEqualTo(200);
        });
  }

  private void awaitInSnapshot(String app, String state) {
    await(app + " is " + state + " in the snapshot")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() ->
            Files.exists(snapshot())
                && Files.readAllLines(snapshot()).stream()
                    .anyMatch(line ->
                        line.contains("\"" + app + "\"") && line.contains("\"" + state + "\"")));
  }

  private Path snapshot() {
    return engine.folder().resolve("edge/routes.ndjson");
  }

  private double inFlight() throws IOException {
    return Web.get(engine.console("/actuator/prometheus"))
        .body()
        .lines()
        .filter(line -> line.startsWith("paastis_requests_in_flight"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
