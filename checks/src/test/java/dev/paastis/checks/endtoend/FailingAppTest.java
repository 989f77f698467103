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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@EndToEnd
class FailingAppTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static Installation server;

  @BeforeAll
  static void serve() throws IOException {
    server =
        Installation.serve(
            AppFile.create()
                .wake("6s")
                .holdAtMost(1)
                .app("broken", Map.of("CRASH", "7"))
                .app("mute", Map.of("MUTE", "1"))
                .app("app", Map.of("START_MILLIS", "3000")));
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
  }

  @Test
  void appThatCrashesAtStart_isToldWithItsLastWords_andNothingIsLeft() throws Exception {
    long before = server.api().newestEvent();
    HttpResponse<String> answer = Web.get(server.at("broken.localhost", "/"));

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("broken").doesNotContain("\tat ");
    assertAsleepWithNothingLeft("broken");
    EventView failed = server.api().events("broken", "wake-failed", before).getFirst();
    assertThat(failed.details().get("tail")).contains("cannot find my licence file");
    assertThat(failed.details()).containsKey("reason");
  }

  @Test
  void browserAtAnAppThatCrashes_getsAPageInTheEnd() throws Exception {
    HttpResponse<String> answer =
        Web.send(
            Web.to(server.at("broken.localhost", "/"))
                .header("Accept", "text/html,application/xhtml+xml")
                .header("Sec-Fetch-Mode", "navigate")
                .header("Sec-Fetch-Dest", "document")
                .build());
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertAsleepWithNothingLeft("broken");
  }

  @Test
  void appThatIsNeverReady_isGivenUpInTime_andNothingIsLeft() throws Exception {
    long start = System.nanoTime();
    HttpResponse<String> answer = Web.get(server.at("mute.localhost", "/"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(25));
    assertAsleepWithNothingLeft("mute");
  }

  @Test
  void holdingFull_is503WithRetryAfter_andTheFirstIsServed() throws Exception {
    server.api().settleAsleep("app");
    CompletableFuture<HttpResponse<String>> first =
        Web.client()
            .sendAsync(Web.to(server.at("app.localhost", "/")).build(), BodyHandlers.ofString());
    server.api().awaitState("app", "waking");

    HttpResponse<String> second = Web.get(server.at("app.localhost", "/"));
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValueAsLong("Retry-After")).isPresent();
    assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void clientThatLeaves_doesNotCancelTheWake() throws Exception {
    server.api().settleAsleep("app");
    CompletableFuture<HttpResponse<String>> leaving =
        Web.client()
            .sendAsync(Web.to(server.at("app.localhost", "/")).build(), BodyHandlers.ofString());
    server.api().awaitState("app", "waking");
    leaving.cancel(true);

    server.api().awaitState("app", "awake");
    assertThat(Web.get(server.at("app.localhost", "/")).statusCode()).isEqualTo(200);
  }

  private static void assertAsleepWithNothingLeft(String app) throws IOException {
    server.api().awaitState(app, "asleep");
    await("nothing of %s runs".formatted(app))
        .atMost(PATIENCE)
        .until(() -> server.processes().with(app).isEmpty());
  }
}
