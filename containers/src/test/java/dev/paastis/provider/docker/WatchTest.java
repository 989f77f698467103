// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static dev.paastis.provider.docker.Fixture.apps;
import static dev.paastis.provider.docker.Fixture.call;
import static dev.paastis.provider.docker.Fixture.operation;
import static dev.paastis.provider.docker.Fixture.start;
import static dev.paastis.provider.docker.Fixture.status;
import static dev.paastis.provider.docker.Fixture.stop;
import static dev.paastis.provider.docker.Fixture.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Provider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What a real engine tells by itself, and what happens when it goes away. */
@DisabledIfSystemProperty(named = PodmanEngine.WANTED, matches = "false")
class WatchTest {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private PodmanEngine engine;
  private Provider provider;

  @BeforeEach
  void begin() throws Exception {
    engine = PodmanEngine.begin();
    provider = Fixture.open(engine.host());
  }

  @AfterEach
  void end() throws Exception {
    provider.close();
    engine.close();
  }

  @Test
  void whatSomebodyElseDoes_isTold() {
    engine.web("web");
    listen("web");

    engine.podman("stop", "web");
    awaitTold("web", status -> status instanceof AppStatus.Stopped);
    engine.podman("start", "web");
    awaitTold("web", status -> status instanceof AppStatus.Running);
    engine.podman("pause", "web");
    awaitTold("web", status -> status instanceof AppStatus.Stopped);
    engine.podman("unpause", "web");
    awaitTold("web", status -> status instanceof AppStatus.Running);
    engine.podman("rm", "-f", "-t", "0", "web");
    awaitTold("web", status -> status instanceof AppStatus.Gone);
  }

  @Test
  void crash_isTold() {
    int port = PodmanEngine.freePort();
    engine.run(
        "web",
        List.of("--label=paastis.enable=true", "--label=paastis.port=" + port),
        "sh",
        "-c",
        "until busybox test -f /tmp/end; do busybox sleep 0.1; done; echo out of luck; exit 7");
    listen("web");

    engine.podman("exec", "web", "busybox", "touch", "/tmp/end");

    awaitTold(
        "web",
        status ->
            status instanceof AppStatus.Crashed(var code, var tail, var _)
                && Integer.valueOf(7).equals(code)
                && tail.equals("out of luck"));
  }

  @Test
  void changeOfAService_isToldOfItsProject() {
    engine.web(
        "shop-a-1",
        "--label=com.docker.compose.project=shop",
        "--label=com.docker.compose.service=a");
    listen("compose:shop");

    engine.podman("stop", "shop-a-1");

    awaitTold("compose:shop", status -> status instanceof AppStatus.Stopped);
  }

  @Test
  void engineThatGoesAway_isUnknown_andAllIsWellOnceItIsBack() throws Exception {
    engine.web("web");
    engine.web("idle");
    Formation formation = stop(provider, "idle").formation();
    listen("web");

    engine.kill();

    assertThat(unknown(provider.status("web", call()))).contains(engine.host());
    assertThat(unknown(provider.discover(call()))).contains(engine.host());
    assertThat(unknown(provider.stop("web", call()))).contains(engine.host());
    assertThat(unknown(provider.start("idle", formation, operation(), call())))
        .contains(engine.host());
    assertThat(provider.output("web", 3)).isEmpty();
    engine.podman("stop", "web"); // told to nobody
    told.clear();

    engine.beginAgain();

    awaitTold("web", status -> status instanceof AppStatus.Stopped);
    start(provider, "idle", formation);
    awaitTold("idle", status -> status instanceof AppStatus.Running);
  }

  @Test
  void engineKilledInTheMiddleOfAStop_leavesItUnknown_andTheNextStopTellsTheTruth()
      throws Exception {
    engine.web("slow", "--stop-signal=TERM", "--stop-timeout=4");
    var stop =
        java.util.concurrent.CompletableFuture.supplyAsync(() -> provider.stop("slow", call()));
    Awaitility.await()
        .atMost(Fixture.PATIENCE)
        .until(() ->
            engine.podman("inspect", "--format", "{{.State.Status}}", "slow").equals("stopping"));

    engine.kill();

    assertThat(unknown(stop.join())).contains("slow");
    engine.beginAgain();
    stop(provider, "slow");
    assertThat(status(provider, "slow")).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void closedProvider_tellsNothingMore() {
    engine.web("web");
    listen("web");
    provider.close();
    told.clear();

    engine.podman("stop", "web");

    Awaitility.await()
        .during(java.time.Duration.ofMillis(500))
        .atMost(Fixture.PATIENCE)
        .until(told::isEmpty);
  }

  /** Waits until changes of the app are told: which of them comes first is up to the engine. */
  private void listen(String ref) {
    apps(provider);
    provider.watch(told::add);
    Awaitility.await().atMost(Fixture.PATIENCE).until(() -> told.contains(ref));
    told.clear();
  }

  private void awaitTold(String ref, Predicate<AppStatus> wanted) {
    Awaitility.await()
        .atMost(Fixture.PATIENCE)
        .until(() -> told.contains(ref) && wanted.test(status(provider, ref)));
    told.clear();
  }
}
