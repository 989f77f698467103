// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.api.AppView;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher;
import dev.paastis.checks.installation.Web;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The demo on all emulated platforms, as a newcomer runs it. */
@EndToEnd
class DemoFleetTest {
  private static final List<String> PLATFORMS =
      List.of("clever-cloud", "heroku", "local", "platform-sh", "render", "scalingo");

  private static final String APP = "bakery-staging";

  @Test
  void demoOfAllPlatforms_showsAFleetThatSleepsAndWakes_andEndsClean() throws Exception {
    try (Installation demo = Installation.demo("10m", "--providers")) {
      fleetIsComplete(demo);
      sleepsAndWakes(demo);

      assertThat(demo.terminate()).as(demo.output()).isZero();
      assertThat(demo.processes().all()).isEmpty();
      assertThat(demo.output()).doesNotContain("\tat ", "ERROR", "WARN");
    }
  }

  private static void fleetIsComplete(Installation demo) {
    await("about forty apps are known as awake or asleep")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(IOException.class)
        .untilAsserted(() -> assertFleet(demo.api().apps()));
  }

  private static void assertFleet(List<AppView> apps) {
    Map<String, Long> byPlatform =
        apps.stream().collect(Collectors.groupingBy(AppView::provider, Collectors.counting()));
    assertThat(byPlatform).containsOnlyKeys(PLATFORMS);
    assertThat(byPlatform.values()).allMatch(count -> count >= 5);
    assertThat(apps).hasSizeBetween(40, 50).allMatch(DemoFleetTest::isSettled);
  }

  private static boolean isSettled(AppView app) {
    return app.state().equals("awake") || app.state().equals("asleep");
  }

  private static void sleepsAndWakes(Installation demo) throws IOException {
    Launcher.Outcome slept = demo.cli("sleep", APP);
    assertThat(slept.exitCode()).as(slept.err()).isZero();
    assertThat(demo.api().app(APP).state()).isEqualTo("asleep");

    HttpResponse<String> answer = Web.get(demo.at(APP + ".localhost", "/"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains(APP);
    assertThat(demo.api().app(APP).state()).isEqualTo("awake");
  }
}
