// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.EventView;
import dev.paastis.checks.installation.AppFile;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the engine: the next start finds what was, and no app is where it was not. */
@EndToEnd
class KilledEngineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private Installation server;

  @BeforeEach
  void serve() throws IOException {
    Map<String, String> temper = Map.of("START_MILLIS", "2500", "STOP_MILLIS", "2500");
    server = Installation.serve(AppFile.create().app("app", temper));
    server.api().settleAsleep("app");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void duringAWake_nothingIsLost_andTheWakeIsTakenUp() throws Exception {
    CompletableFuture<HttpResponse<String>> held =
        Web.client()
            .sendAsync(Web.to(server.at("app.localhost", "/")).build(), BodyHandlers.ofString());
    server.api().awaitState("app", "waking");
    await().atMost(PATIENCE).until(() -> processes().size() == 1);
    List<EventView> seen = server.api().events();

    server.kill();
    assertThat(held).as("no answer made up").failsWithin(Duration.ofSeconds(10));
    server.start();

    assertThat(server.api().events()).containsAll(seen);
    assertSettled();
    assertAnswers();
  }

  @Test
  void duringASleep_nothingIsLost_andTheSleepIsTakenUp() throws Exception {
    assertAnswers();
    Thread person = Thread.ofVirtual().start(this::askForSleep);
    server.api().awaitState("app", "falling-asleep");
    List<EventView> seen = server.api().events();

    server.kill();
    person.join(Duration.ofSeconds(10));
    server.start();

    assertThat(server.api().events()).containsAll(seen);
    assertSettled();
    assertAnswers();
  }

  @Test
  void whileAwake_theSameProcessIsAdopted() throws Exception {
    String pid = assertAnswers();
    List<EventView> seen = server.api().events();

    server.kill();
    assertThat(processes()).containsExactly(Long.valueOf(pid));
    server.start();

    assertThat(server.api().events()).containsAll(seen);
    server.api().awaitState("app", "awake");
    assertThat(assertAnswers()).as("pid of the process that answers").isEqualTo(pid);
    assertThat(processes()).containsExactly(Long.valueOf(pid));
  }

  @Test
  void whileAwake_anAppThatEndedMeanwhileIsFoundAsleep() throws Exception {
    long pid = Long.parseLong(assertAnswers());
    server.kill();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await().atMost(PATIENCE).until(() -> processes().isEmpty());

    server.start();
    server.api().awaitState("app", "asleep");
    assertAnswers();
  }

  /** State and table of processes agree, and go on agreeing. */
  private void assertSettled() {
    await("awake with one process or asleep with none")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .during(Duration.ofSeconds(2))
        .until(() -> stateAndProcessesAgree());
  }

  private boolean stateAndProcessesAgree() throws IOException {
    return switch (server.api().app("app").state()) {
      case "awake" -> processes().size() == 1;
      case "asleep" -> processes().isEmpty();
      default -> false;
    };
  }

  /** Answers, from the only process there is; returns its pid. */
  private String assertAnswers() throws IOException {
    HttpResponse<String> answer = Web.get(server.at("app.localhost", "/"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(processes()).containsExactly(Long.valueOf(answer.body()));
    return answer.body();
  }

  private List<Long> processes() {
    return server.processes().with("app");
  }

  /** The answer may be lost with the engine: what counts is what is there afterwards. */
  private void askForSleep() {
    try {
      server.api().ask("app", "sleep");
    } catch (IOException e) {
      // the engine was killed before it answered
    }
  }
}
