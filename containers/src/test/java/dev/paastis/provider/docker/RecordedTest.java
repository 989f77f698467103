// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static dev.paastis.provider.docker.FakeEngine.answer;
import static dev.paastis.provider.docker.Fixture.apps;
import static dev.paastis.provider.docker.Fixture.call;
import static dev.paastis.provider.docker.Fixture.operation;
import static dev.paastis.provider.docker.Fixture.refused;
import static dev.paastis.provider.docker.Fixture.status;
import static dev.paastis.provider.docker.Fixture.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers of Docker mean, and what becomes of calls that go wrong. */
class RecordedTest {
  private static final String RUNNING = "\"Status\": \"running\", \"Running\": true";
  private static final String PUBLISHED =
      """
      "Ports": {"8080/tcp": [{"HostIp": "::", "HostPort": "32769"},
                             {"HostIp": "0.0.0.0", "HostPort": "32768"}],
                "9090/tcp": null},
      "Networks": {"bridge": {"IPAddress": "172.17.0.2"}}\
      """;

  private FakeEngine engine;
  private Provider provider;

  @BeforeEach
  void begin() throws Exception {
    engine = new FakeEngine();
    provider = Fixture.open(engine.host());
  }

  @AfterEach
  void end() {
    provider.close();
    engine.close();
  }

  @Test
  void publishedPort_isReachedOnTheMachine() {
    engine.put("web", inspection(RUNNING, PUBLISHED));

    assertThat(upstream(provider)).isEqualTo(new Upstream("http", "127.0.0.1", 32768));
    try (Provider elsewhere = Fixture.open(engine.host(), "address", "docker.example.org")) {
      assertThat(upstream(elsewhere)).isEqualTo(new Upstream("http", "docker.example.org", 32768));
    }
  }

  @Test
  void portPublishedOnOneAddress_isReachedThere() {
    engine.put(
        "web",
        inspection(
            RUNNING,
            "\"Ports\": {\"8080/tcp\": [{\"HostIp\": \"192.0.2.7\", \"HostPort\": \"80\"}]}"));

    assertThat(upstream(provider)).isEqualTo(new Upstream("http", "192.0.2.7", 80));
  }

  @Test
  void unpublishedPort_isReachedOnTheNetwork() {
    engine.put(
        "web",
        inspection(
            RUNNING,
            """
            "Ports": {"8080/tcp": null}, "Networks": {
              "apps": {"IPAddress": "172.20.0.3"}, "none": {"IPAddress": ""}}\
            """));

    assertThat(upstream(provider)).isEqualTo(new Upstream("http", "172.20.0.3", 8080));
  }

  @Test
  void namedNetwork_comesBeforePublishedPorts_andMustBeThere() {
    engine.put("web", inspection(RUNNING, PUBLISHED));

    try (Provider inside = Fixture.open(engine.host(), "network", "bridge")) {
      assertThat(upstream(inside)).isEqualTo(new Upstream("http", "172.17.0.2", 8080));
    }
    try (Provider outside = Fixture.open(engine.host(), "network", "nowhere")) {
      assertThat(refused(outside.status("web", call())).message()).contains("web", "network");
      assertThat(apps(outside)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "starting, Starting",
    "unhealthy, Starting",
    "healthy, Running",
    "none, Running",
    "'', Running"
  })
  void health_decidesWhetherItRuns(String health, String status) {
    engine.put(
        "web", inspection(RUNNING + ", \"Health\": {\"Status\": \"" + health + "\"}", PUBLISHED));

    assertThat(status(provider, "web").getClass().getSimpleName()).isEqualTo(status);
    boolean decides = !health.isEmpty() && !health.equals("none");
    assertThat(provider.readiness("web").probeSuffices()).isEqualTo(!decides);
  }

  @Test
  void containerBetweenTwoLives_isStarting_andNothingElseIsTakenForIt() {
    engine.put(
        "web",
        inspection(
            "\"Status\": \"restarting\", \"Running\": true, \"Restarting\": true, \"ExitCode\": 1",
            "\"Ports\": {}"));

    AppStatus.Starting starting = (AppStatus.Starting) status(provider, "web");

    assertThat(starting.upstream().host()).endsWith(".invalid");
    assertThat(Fixture.start(provider, "web", Formation.EMPTY).upstream())
        .isEqualTo(starting.upstream());
    assertThat(engine.orders).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, Stopped",
    "143, false, Stopped",
    "137, false, Stopped",
    "137, true, Crashed",
    "1, false, Crashed",
    "139, false, Crashed"
  })
  void end_isToldByItsCode(int code, boolean outOfMemory, String status) {
    engine.put(
        "web",
        inspection(
            "\"Status\": \"exited\", \"ExitCode\": %d, \"OOMKilled\": %s"
                .formatted(code, outOfMemory),
            "\"Ports\": {}"));

    assertThat(status(provider, "web").getClass().getSimpleName()).isEqualTo(status);
  }

  @Test
  void answersWithNullsAndUnknownFields_areBorne() {
    engine.put(
        "web",
        """
        {"Id": "web", "Name": "/web", "Future": {"a": [1]}, "State": {"Status": "running",
         "Running": true, "Health": null, "New": 1}, "HostConfig": null, "NetworkSettings":
         {"Ports": null, "Networks": null, "IPAddress": ""}, "Config": {"ExposedPorts": null,
         "Labels": {"paastis.enable": "true", "paastis.port": "80"}}}\
        """);

    assertThat(refused(provider.status("web", call())).message()).contains("no address");
  }

  @Test
  void answerWithoutSense_isUnknown() {
    for (int i = 0; i < 4; i++) {
      engine.fault("/json", answer(200, "<html>"));
    }

    assertThat(unknown(provider.status("web", call()))).isNotBlank();
  }

  @Test
  void tenThousandContainers_areListed() {
    for (int i = 0; i < 10_000; i++) {
      engine.put(
          "web-" + i, inspection(RUNNING, PUBLISHED).replace("\"web\"", "\"web-" + i + "\""));
    }

    assertThat(apps(provider)).hasSize(10_000);
  }

  @Test
  void containerRemovedSinceItWasListed_isLeftOut() {
    engine.put("web", inspection(RUNNING, PUBLISHED));
    engine.fault("/web/json", answer(404, "{\"message\": \"No such container: web\"}"));

    assertThat(apps(provider)).isEmpty();
  }

  @Test
  void failureAtTheStart_isRefusedWithItsWords_whenItDoesNotRun() {
    engine.put("web", inspection("\"Status\": \"exited\", \"ExitCode\": 0", "\"Ports\": {}"));
    engine.fault(
        "/start", answer(500, "{\"message\": \"driver failed: Bind for \\\"0:80\\\" failed\"}"));

    Refusal refusal = refused(provider.start("web", Formation.EMPTY, operation(), call()));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("web", "driver failed: Bind for \"0:80\" failed");
  }

  @Test
  void failureOfALook_isUnknown() {
    engine.fault("/json", answer(500, "{\"message\": \"layer is gone\"}"));

    assertThat(unknown(provider.status("web", call()))).contains("layer is gone");
  }

  @ParameterizedTest
  @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "409, INVALID"})
  void refusal_isToldAsWhatItMeans(int status, Refusal.Kind kind) {
    engine.fault("/json", answer(status, "{\"message\": \"no\"}"));

    assertThat(refused(provider.discover(call())).kind()).isEqualTo(kind);
  }

  @Test
  void answerThatNeverComes_isUnknownByTheDeadline() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    engine.fault(
        "/json",
        _ -> {
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return false;
        });

    String cause = unknown(provider.discover(call(Duration.ofMillis(200))));

    assertThat(cause).contains("in time");
    ended.countDown();
  }

  @Test
  void connectionCutAfterTheOrder_isTriedAgain() {
    engine.put("web", inspection(RUNNING.replace("running", "paused"), PUBLISHED));
    engine.fault(
        "/unpause",
        exchange -> {
          engine.orders.add("cut");
          exchange.close();
          return true;
        });

    var outcome = provider.start("web", Formation.EMPTY, operation(), call());

    assertThat(engine.orders).startsWith("cut", "POST /containers/web/unpause");
    assertThat(refused(outcome).message()).contains("web"); // still paused, as recorded
  }

  @ParameterizedTest
  @CsvSource({"'', 10", "'\"StopTimeout\": 45,', 45", "'\"StopTimeout\": 0,', 10"})
  void stop_takesTheContainersOwnTime(String said, int seconds) {
    engine.put(
        "web", inspection(RUNNING, PUBLISHED).replace("\"Config\": {", "\"Config\": {" + said));

    var _ = provider.stop("web", call(Duration.ofMillis(500)));

    assertThat(engine.orders).containsExactly("POST /containers/web/stop?t=" + seconds);
  }

  @Test
  void containerThatGoesOnRunning_isNotTakenForStopped() {
    engine.put("web", inspection(RUNNING, PUBLISHED));

    assertThat(unknown(provider.stop("web", call(Duration.ofMillis(500))))).contains("web");
  }

  private static Upstream upstream(Provider provider) {
    return ((AppStatus.Running) status(provider, "web")).upstream();
  }

  /** The parts of Docker's answer that matter, of a container of an image that exposes 8080. */
  private static String inspection(String state, String network) {
    return """
    {"Id": "web", "Name": "/web", "State": {%s, "FinishedAt": "2026-01-01T00:00:00Z"},
     "HostConfig": {"NetworkMode": "bridge", "AutoRemove": false, "PortBindings":
       {"8080/tcp": [{"HostIp": "", "HostPort": ""}]},
       "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0}},
     "Config": {"Labels": {"paastis.enable": "true"}, "ExposedPorts":
       {"8080/tcp": {}, "53/udp": {}}},
     "NetworkSettings": {%s}}\
    """
        .formatted(state, network);
  }
}
