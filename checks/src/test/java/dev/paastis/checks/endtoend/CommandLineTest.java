// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.checks.installation.Api;
import dev.paastis.checks.installation.DemoApps;
import dev.paastis.checks.installation.EndToEnd;
import dev.paastis.checks.installation.Following;
import dev.paastis.checks.installation.Installation;
import dev.paastis.checks.installation.Launcher.Outcome;
import dev.paastis.checks.installation.RunningDemo;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@EndToEnd
@ExtendWith(RunningDemo.class)
class CommandLineTest {
  private final Installation demo;
  private final Api api;

  CommandLineTest(Installation demo) throws IOException {
    this.demo = demo;
    api = demo.api();
  }

  @Test
  void apps_listsTheFive() {
    Outcome outcome = run("apps");
    assertThat(outcome.out()).contains(DemoApps.NAMES);
  }

  @Test
  void appsAsJson_isTheApisPage() {
    JsonNode page = JsonMapper.shared().readTree(run("apps", "--output", "json").out());
    assertThat(page.get("items")).hasSize(DemoApps.NAMES.size());
    assertThat(page.get("items").get(0).get("state").asString())
        .isIn("awake", "falling-asleep", "asleep", "waking", "unknown");
  }

  @Test
  void wakeAndSleep_actOnTheProcess() throws Exception {
    api.settleAsleep("hello");
    run("wake", "hello");
    api.awaitState("hello", "awake");
    assertThat(demo.processes().with(DemoApps.mainClass("hello"))).hasSize(1);

    run("sleep", "hello");
    api.awaitState("hello", "asleep");
    assertThat(demo.processes().with(DemoApps.mainClass("hello"))).isEmpty();
  }

  @Test
  void pin_keepsAwakePastTheIdleTime_untilUnpin() throws Exception {
    run("wake", "hello");
    run("pin", "hello");
    assertThat(api.app("hello").pinnedUntil()).isNotNull();
    await("awake all the while")
        .pollInterval(Duration.ofMillis(500))
        .atMost(RunningDemo.IDLE.multipliedBy(6))
        .during(RunningDemo.IDLE.multipliedBy(2))
        .until(() -> api.app("hello").state().equals("awake"));

    run("unpin", "hello");
    assertThat(api.app("hello").pinnedUntil()).isNull();
    api.awaitState("hello", "asleep");
  }

  @Test
  void keep_isToldWithItsReason_untilItIsTakenBack() {
    run("keep", "hello", "--reason", "shown at the fair");
    assertThat(run("events").out()).contains("stale-kept");
    run("keep", "hello", "--off");
    assertThat(run("apps", "--stale").out()).doesNotContain("hello");
    assertThat(demo.cli("keep", "hello", "--reason", " ").exitCode()).isNotZero();
  }

  @Test
  void eventsFollow_printsAsTheyHappen() throws Exception {
    api.settleAsleep("hello");
    try (Following events = Following.command(demo, "events", "--follow")) {
      run("wake", "hello");
      await("the wake is printed")
          .atMost(Duration.ofSeconds(20))
          .until(() -> events.output().contains("hello"));
    }
  }

  @Test
  void doctor_findsEverythingInOrder() {
    assertThat(run("doctor").out()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "serve", "apps", "wake", "sleep", "pin", "unpin", "events", "doctor"})
  void help_ofEachCommandEndsWithZero(String command) {
    Outcome outcome = demo.cli(command, "--help");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains(command);
  }

  private Outcome run(String... words) {
    Outcome outcome = demo.cli(words);
    assertThat(outcome.exitCode()).as("%s%n%s", outcome.out(), outcome.err()).isZero();
    return outcome;
  }
}
