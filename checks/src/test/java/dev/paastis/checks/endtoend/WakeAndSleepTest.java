// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.EventView;
import dev.paastis.api.IntervalView;
import dev.paastis.checks.installation.Api;
import dev.paastis.checks.installation.DemoApps;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.RunningDemo;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@EndToEnd
@ExtendWith(RunningDemo.class)
class WakeAndSleepTest {
  private final Installation demo;
  private final Api api;
  private long before;

  WakeAndSleepTest(Installation demo) throws IOException {
    this.demo = demo;
    api = demo.api();
  }

  @BeforeEach
  void everyAppAsleep() throws IOException {
    for (String app : DemoApps.NAMES) {
      api.settleAsleep(app);
    }
    before = api.newestEvent();
  }

  @Test
  void request_wakesTheApp_andIdlenessPutsItBackToSleep() throws Exception {
    assertThat(processes("hello")).isEmpty();

    assertThat(Web.get(demo.at("hello.localhost", "/")).statusCode()).isEqualTo(200);
    assertThat(processes("hello")).hasSize(1);
    awaitNoProcess("hello");
    api.awaitState("hello", "asleep");

    assertThat(Web.get(demo.at("hello.localhost", "/")).statusCode()).isEqualTo(200);
    assertThat(processes("hello")).hasSize(1);
  }

  @Test
  void wakeAndSleep_areInTheEventsWithTheirCauses() throws Exception {
    Web.get(demo.at("hello.localhost", "/some/page?x=1"));
    api.awaitState("hello", "asleep");

    EventView started = only("hello", "wake-started");
    assertThat(started.cause().kind()).isEqualTo("request");
    assertThat(started.cause().details()).containsKeys("path");
    assertThat(only("hello", "woken").details()).containsKey("duration-ms");
    assertThat(only("hello", "sleep-started").cause().kind()).isEqualTo("idle");
    assertThat(only("hello", "fell-asleep").cause().kind()).isEqualTo("idle");
  }

  @Test
  void timeline_isWithoutGapAndOverlap() throws Exception {
    Web.get(demo.at("hello.localhost", "/"));
    api.awaitState("hello", "asleep");

    List<IntervalView> intervals = api.timeline("hello");
    assertThat(intervals)
        .extracting(IntervalView::state)
        .contains("awake", "waking")
        .endsWith("asleep");
    for (int i = 1; i < intervals.size(); i++) {
      assertThat(intervals.get(i).from()).isEqualTo(intervals.get(i - 1).to());
    }
    assertThat(intervals.getLast().to()).isNull();
  }

  @Test
  void fiftyRequestsAtOnce_giveOneStart() throws Exception {
    List<HttpResponse<String>> answers = atOnce(50, demo.at("hello.localhost", "/"));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
    assertThat(answers)
        .extracting(answer -> answer.headers().firstValue("X-Started-At").orElseThrow())
        .as("start of the process that answered")
        .containsOnly(answers.getFirst().headers().firstValue("X-Started-At").orElseThrow());
    assertThat(api.events("hello", "wake-started", before)).hasSize(1);
    assertThat(processes("hello")).hasSize(1);
  }

  @Test
  void shop_answersWithDataOfItsApi_wokenFirst() throws Exception {
    HttpResponse<String> page = Web.get(demo.at("shop.localhost", "/"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(processes("shop")).hasSize(1);
    assertThat(processes("shop-api")).hasSize(1);
    assertThat(only("shop-api", "woken").id()).isLessThan(only("shop", "woken").id());
    assertThat(only("shop-api", "wake-started").cause().kind()).isEqualTo("group");
  }

  @Test
  void head_wakesAndHasNoBody() throws Exception {
    HttpResponse<String> answer = Web.send(Web.to(demo.at("hello.localhost", "/")).HEAD().build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void crawlerAndFavicon_doNotWake() throws Exception {
    Web.get(demo.at("hello.localhost", "/favicon.ico"));
    Web.send(
        Web.to(demo.at("hello.localhost", "/"))
            .header("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)")
            .build());

    assertThat(api.events("hello", "wake-started", before)).isEmpty();
    assertThat(processes("hello")).isEmpty();
  }

  private EventView only(String app, String type) throws IOException {
    List<EventView> found = api.events(app, type, before);
    assertThat(found).as("%s of %s", type, app).hasSize(1);
    return found.getFirst();
  }

  private List<Long> processes(String app) {
    return demo.processes().with(DemoApps.mainClass(app));
  }

  private void awaitNoProcess(String app) {
    await("%s is gone".formatted(app))
        .atMost(RunningDemo.IDLE.plus(Duration.ofSeconds(30)))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> processes(app).isEmpty());
  }

  private static List<HttpResponse<String>> atOnce(int count, URI address) throws Exception {
    List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(() -> Web.get(address));
    }
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HttpResponse<String>> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
