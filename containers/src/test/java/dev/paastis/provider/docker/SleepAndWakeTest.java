// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import static dev.paastis.provider.docker.Fixture.answers;
import static dev.paastis.provider.docker.Fixture.apps;
import static dev.paastis.provider.docker.Fixture.awaitAnswer;
import static dev.paastis.provider.docker.Fixture.call;
import static dev.paastis.provider.docker.Fixture.operation;
import static dev.paastis.provider.docker.Fixture.refused;
import static dev.paastis.provider.docker.Fixture.start;
import static dev.paastis.provider.docker.Fixture.status;
import static dev.paastis.provider.docker.Fixture.stop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.DiscoveredApp.Trait;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Single containers of a real engine. */
@DisabledIfSystemProperty(named = PodmanEngine.WANTED, matches = "false")
class SleepAndWakeTest {
  private static PodmanEngine engine;
  private Provider provider;

  @BeforeAll
  static void begin() throws Exception {
    engine = PodmanEngine.begin();
  }

  @AfterAll
  static void end() throws Exception {
    engine.close();
  }

  @BeforeEach
  void open() {
    provider = Fixture.open(engine.host());
  }

  @AfterEach
  void clear() {
    provider.close();
    engine.removeAll();
  }

  @Test
  void labelledContainer_isFoundWithWhatItsLabelsSay() {
    int port =
        engine.web(
            "shop-1",
            "--label=paastis.name=shop",
            "--label=paastis.hosts=Shop.example.org, www.example.org",
            "--label=paastis.production=true",
            "--label=team=blue",
            "--label=com.docker.compose.version=2");
    engine.run("other", List.of(), "busybox", "sleep", "600");
    engine.run("declined", List.of("--label=paastis.enable=false"), "busybox", "sleep", "600");

    assertThat(apps(provider))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("labels")
        .containsExactly(
            new DiscoveredApp(
                "shop-1",
                "shop",
                List.of("shop.example.org", "www.example.org"),
                new AppStatus.Running(
                    new Upstream("http", "127.0.0.1", port), Formation.of("shop-1", 1, "")),
                java.util.Set.of(Trait.PRODUCTION)));
    assertThat(apps(provider).getFirst().labels())
        .containsEntry("team", "blue")
        .doesNotContainKey("com.docker.compose.version");
  }

  @Test
  void anotherLabel_choosesOtherContainers() {
    engine.web("ours");
    engine.web("theirs", "--label=team=theirs");

    try (Provider narrow = Fixture.open(engine.host(), "label", "team=theirs")) {
      assertThat(apps(narrow)).extracting(DiscoveredApp::ref).containsExactly("theirs");
      assertThat(status(narrow, "ours")).isEqualTo(new AppStatus.Gone());
    }
  }

  @Test
  void stoppedApp_isReallyGoneAndComesBackAsItWas() {
    engine.web("web");
    AppStatus.Running before = (AppStatus.Running) status(provider, "web");
    awaitAnswer(before.upstream());
    long pid = engine.pid("web");

    AppStatus.Stopped stopped = stop(provider, "web");

    assertThat(stopped.formation()).isEqualTo(before.formation());
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(answers(before.upstream())).isFalse();
    assertThat(status(provider, "web")).isEqualTo(stopped);

    AppStatus.Running after = start(provider, "web", stopped.formation());

    assertThat(after).isEqualTo(before);
    awaitAnswer(after.upstream());
    assertThat(status(provider, "web")).isEqualTo(before);
  }

  @Test
  void deletedApp_takesItsAnonymousVolumesAlongAndNoNamedOnes() {
    engine.podman("volume", "create", "kept-data");
    engine.web("web", "--volume=/scratch", "--volume=kept-data:/data");
    String before = engine.podman("volume", "ls", "--quiet");

    assertThat(provider.delete("web", call())).isEqualTo(CallOutcome.done(new AppStatus.Gone()));

    assertThat(status(provider, "web")).isEqualTo(new AppStatus.Gone());
    assertThat(before.lines().count() - engine.podman("volume", "ls", "--quiet").lines().count())
        .isEqualTo(1);
    assertThat(engine.podman("volume", "ls", "--quiet")).contains("kept-data");
    engine.podman("volume", "rm", "kept-data");
  }

  @Test
  void stopAndStart_askedTwice_actOnce() {
    engine.web("web");

    Formation formation = stop(provider, "web").formation();
    assertThat(stop(provider, "web").formation()).isEqualTo(formation);
    start(provider, "web", formation);
    long pid = engine.pid("web");
    start(provider, "web", formation);

    assertThat(engine.pid("web")).isEqualTo(pid);
  }

  @Test
  void manyStartsAtOnce_leadToOneProcess() {
    engine.web("web");
    Formation formation = stop(provider, "web").formation();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<AppStatus.Running>> starts =
          Stream.generate(() ->
                  CompletableFuture.supplyAsync(() -> start(provider, "web", formation), threads))
              .limit(8)
              .toList();
      assertThat(starts).allSatisfy(begun -> assertThat(begun.join()).isNotNull());
    }

    awaitAnswer(((AppStatus.Running) status(provider, "web")).upstream());
  }

  @Test
  void pausedApp_keepsItsProcessAndGoesOn() {
    engine.web("web");
    try (Provider pausing = Fixture.open(engine.host(), "mode", "pause")) {
      AppStatus.Running before = (AppStatus.Running) status(pausing, "web");
      awaitAnswer(before.upstream());
      long pid = engine.pid("web");

      AppStatus.Stopped stopped = stop(pausing, "web");

      assertThat(ProcessHandle.of(pid)).isPresent();
      assertThat(
              new dev.paastis.probe.SocketProbe()
                  .answers(before.upstream(), "/", Duration.ofMillis(300)))
          .isFalse();
      assertThat(status(pausing, "web")).isEqualTo(stopped);

      assertThat(start(pausing, "web", stopped.formation())).isEqualTo(before);
      awaitAnswer(before.upstream());
      assertThat(engine.pid("web")).isEqualTo(pid);
    }
  }

  @Test
  void containerRemovedByItsStop_isRefusedUnlessPaused() {
    engine.web("web", "--rm");

    Refusal refusal = refused(provider.stop("web", call()));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("web", "--rm", "pause");
    assertThat(status(provider, "web")).isInstanceOf(AppStatus.Running.class);
    try (Provider pausing = Fixture.open(engine.host(), "mode", "pause")) {
      Formation formation = stop(pausing, "web").formation();
      assertThat(start(pausing, "web", formation).formation()).isEqualTo(formation);
    }
  }

  @Test
  void restartPolicy_doesNotBringBackWhatWasStopped_andIsRemembered() {
    engine.web("web", "--restart=always");
    long pid = engine.pid("web");

    Formation formation = stop(provider, "web").formation();

    assertThat(formation.extras()).isEqualTo(java.util.Map.of("restart.web", "always"));
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .atMost(Fixture.PATIENCE)
        .until(() -> status(provider, "web") instanceof AppStatus.Stopped);
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(start(provider, "web", formation).formation()).isEqualTo(formation);
  }

  @Test
  void containerMadeAnew_isTheSameApp() {
    int port = engine.web("web");
    stop(provider, "web");
    engine.podman("rm", "web");
    int other = engine.web("web");

    assertThat(other).isNotEqualTo(port);
    assertThat(status(provider, "web"))
        .isEqualTo(
            new AppStatus.Running(
                new Upstream("http", "127.0.0.1", other), Formation.of("web", 1, "")));
  }

  @Test
  void containerRemovedWhileAsleep_isGone() {
    engine.web("web");
    stop(provider, "web");
    engine.podman("rm", "web");

    assertThat(status(provider, "web")).isEqualTo(new AppStatus.Gone());
    assertThat(refused(provider.start("web", Formation.EMPTY, operation(), call())).kind())
        .isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(refused(provider.stop("web", call())).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
    assertThat(provider.output("web", 10)).isEmpty();
    assertThat(apps(provider)).isEmpty();
  }

  @Test
  void beginningOfAnId_isNoName() {
    engine.web("web");
    String id = engine.podman("inspect", "--format", "{{.Id}}", "web");

    assertThat(status(provider, id.substring(0, 12))).isEqualTo(new AppStatus.Gone());
  }

  @Test
  void appThatEndsByItself_isCrashedWithItsLastLines() {
    engine.web("web");
    engine.run(
        "bad",
        List.of("--label=paastis.enable=true", "--label=paastis.port=1"),
        "sh",
        "-c",
        "echo one; echo two >&2; exit 3");

    Awaitility.await()
        .atMost(Fixture.PATIENCE)
        .until(() -> status(provider, "bad") instanceof AppStatus.Crashed);
    AppStatus.Crashed crashed = (AppStatus.Crashed) status(provider, "bad");

    assertThat(crashed.exitCode()).isEqualTo(3);
    assertThat(crashed.tail()).contains("one", "two");
    assertThat(crashed.formation()).isEqualTo(Formation.of("bad", 1, ""));
    assertThat(status(provider, "web")).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void appStoppedByOrder_hasNotCrashed_howeverItEnds() {
    int port = PodmanEngine.freePort();
    engine.run(
        "rude",
        List.of(
            "--label=paastis.enable=true",
            "--label=paastis.port=" + port,
            "--stop-signal=TERM",
            "--stop-timeout=20"),
        "sh",
        "-c",
        "trap 'exit 3' TERM; echo ready; while true; do busybox sleep 0.1; done");
    Awaitility.await()
        .atMost(Fixture.PATIENCE)
        .until(() -> provider.output("rude", 5).contains("ready"));

    stop(provider, "rude");

    assertThat(engine.podman("inspect", "--format", "{{.State.ExitCode}}", "rude")).isEqualTo("3");
    assertThat(status(provider, "rude")).isInstanceOf(AppStatus.Stopped.class);
  }

  @Test
  void commandThatDoesNotExist_isRefusedWithTheEnginesWords() {
    engine.podman(
        "create",
        "--name=odd",
        "--label=paastis.enable=true",
        "--label=paastis.port=80",
        PodmanEngine.IMAGE,
        "no-such-command");

    Refusal refusal = refused(provider.start("odd", Formation.EMPTY, operation(), call()));

    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.message()).contains("odd", "no-such-command");
  }

  @Test
  void containerWithoutPort_isLeftOutAndItsStartSaysWhatToDo() {
    engine.run("mute", List.of("--label=paastis.enable=true"), "busybox", "sleep", "600");
    engine.run(
        "odd",
        List.of("--label=paastis.enable=true", "--label=paastis.port=http"),
        "busybox",
        "sleep",
        "600");

    assertThat(apps(provider)).isEmpty();
    assertThat(refused(provider.start("mute", Formation.EMPTY, operation(), call())).message())
        .contains("mute", "paastis.port");
  }

  @Test
  void output_hasTheLastLinesOfBothStreams_alsoOfATerminal() {
    List<String> app = List.of("--label=paastis.enable=true", "--label=paastis.port=1");
    engine.run("plain", app, "sh", "-c", "echo a; echo b >&2; echo c; busybox sleep 600");
    engine.run(
        "terminal",
        List.of("-t", "--label=paastis.enable=true", "--label=paastis.port=1"),
        "sh",
        "-c",
        "echo a; echo b; busybox sleep 600");

    Awaitility.await()
        .atMost(Fixture.PATIENCE)
        .untilAsserted(() -> {
          assertThat(provider.output("plain", 10)).containsExactlyInAnyOrder("a", "b", "c");
          assertThat(provider.output("plain", 1)).hasSize(1);
          assertThat(provider.output("terminal", 10)).containsExactly("a", "b");
        });
    assertThat(provider.output("plain", 0)).isEmpty();
  }

  @Test
  void healthCheck_decidesWhenItIsReady() {
    engine.web("web", "--health-cmd=busybox test -f /tmp/ready", "--health-interval=disable");

    assertThat(status(provider, "web")).isInstanceOf(AppStatus.Starting.class);
    assertThat(provider.readiness("web").probeSuffices()).isFalse();

    engine.podman("exec", "web", "busybox", "touch", "/tmp/ready");
    engine.podman("healthcheck", "run", "web");

    assertThat(status(provider, "web")).isInstanceOf(AppStatus.Running.class);
  }

  @Test
  void pathInTheLabels_countsInsteadOfTheHealthCheck() {
    engine.web("web", "--health-cmd=busybox false", "--label=paastis.readiness=/index.html");

    assertThat(status(provider, "web")).isInstanceOf(AppStatus.Running.class);
    assertThat(provider.readiness("web").probeSuffices()).isTrue();
    assertThat(provider.readiness("web").path()).isEqualTo("/index.html");
  }

  @Test
  void stopThatTakesLongerThanTheCall_isUnknown_andEndsLater() {
    engine.web("slow", "--stop-signal=TERM", "--stop-timeout=3");

    CallOutcome<AppStatus.Stopped> outcome = provider.stop("slow", call(Duration.ofMillis(500)));

    assertThat(Fixture.unknown(outcome)).contains("slow");
    assertThat(stop(provider, "slow")).isNotNull();
    assertThat(status(provider, "slow")).isInstanceOf(AppStatus.Stopped.class);
  }
}
