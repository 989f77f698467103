// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.local;

import static dev.paastis.provider.local.LocalFixture.done;
import static dev.paastis.provider.local.LocalFixture.soon;
import static dev.paastis.provider.local.LocalFixture.start;
import static dev.paastis.provider.local.LocalFixture.started;
import static dev.paastis.provider.local.LocalFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.Call;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Refusal;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProviderTest {
  private static final String FRONT = "env > env.txt; echo \"$0\" > args.txt; exec sleep 600";

  @TempDir Path folder;
  private LocalFixture fixture;
  private final List<LocalProvider> providers = new ArrayList<>();

  @BeforeEach
  void prepare() {
    fixture = new LocalFixture(folder);
  }

  @AfterEach
  void nothing_is_left_running() throws IOException {
    for (LocalProvider provider : providers) {
      for (DiscoveredApp app : done(provider.discover(soon()))) {
        done(provider.stop(app.ref(), soon()));
      }
      provider.close();
    }
    await().untilAsserted(() -> assertThat(fixture.left()).isEmpty());
  }

  private LocalProvider provider(LocalApp... apps) {
    LocalProvider provider = fixture.provider(apps);
    providers.add(provider);
    return provider;
  }

  @Test
  void started_app_runs_in_its_own_group_until_stopped() throws IOException {
    LocalProvider provider = provider(fixture.idle("one"));

    AppStatus.Running running = started(provider, "one");

    assertThat(running.formation()).isEqualTo(AppSlot.FORMATION);
    assertThat(status(provider, "one")).isEqualTo(running);
    long pid = fixture.pid("one");
    assertThat(new LinuxProcesses().members(pid)).contains(pid);

    done(provider.stop("one", soon()));

    assertThat(status(provider, "one")).isEqualTo(new AppStatus.Stopped(AppSlot.FORMATION));
    assertThat(fixture.runFile("one")).doesNotExist();
    assertThat(fixture.left()).isEmpty();
  }

  @Test
  void app_gets_port_host_and_expanded_values_but_no_secret_of_the_engine() throws IOException {
    LocalApp back = fixture.idle("back");
    LocalApp front =
        fixture
            .app("front", "sh", "-c", FRONT, "--port=${port}")
            .withEnvironment(
                Map.of(
                    "BACK",
                    "${url:back}",
                    "KEPT",
                    "${HOME}",
                    LocalFixture.TEST_MARK,
                    folder.toString()));
    LocalProvider provider = provider(back, front);
    Upstream backAddress = started(provider, "back").upstream();

    Upstream address = started(provider, "front").upstream();

    await().until(() -> Files.exists(folder.resolve("args.txt")));
    assertThat(Files.readAllLines(folder.resolve("env.txt")))
        .contains("PORT=" + address.port(), "HOST=127.0.0.1", "BACK=" + backAddress, "KEPT=${HOME}")
        .noneMatch(line -> line.startsWith("PAASTIS_MASTER_KEY="));
    await()
        .untilAsserted(
            () -> assertThat(folder.resolve("args.txt")).hasContent("--port=" + address.port()));
  }

  @Test
  void twenty_starts_at_once_lead_to_one_process()
      throws IOException, InterruptedException, ExecutionException {
    LocalProvider provider = provider(fixture.shell("one", "echo run >> runs.txt; exec sleep 600"));
    List<Callable<AppStatus.Running>> starts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      starts.add(() -> started(provider, "one"));
    }

    List<Future<AppStatus.Running>> all;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all = threads.invokeAll(starts);
    }

    for (Future<AppStatus.Running> answer : all) {
      assertThat(answer.get()).isEqualTo(all.getFirst().get());
    }
    await().until(() -> Files.exists(folder.resolve("runs.txt")));
    done(provider.stop("one", soon()));
    assertThat(folder.resolve("runs.txt")).hasContent("run");
  }

  @Test
  void app_keeps_its_port_over_a_stop() {
    LocalProvider provider = provider(fixture.idle("one"));
    Upstream before = started(provider, "one").upstream();
    done(provider.stop("one", soon()));

    assertThat(started(provider, "one").upstream()).isEqualTo(before);
  }

  @Test
  void app_that_ignores_the_request_to_end_is_killed_with_its_children() throws IOException {
    LocalProvider provider =
        provider(
            fixture
                .shell("deaf", "trap '' TERM; sleep 600 & sleep 600 & echo up; wait; sleep 600")
                .withStopGrace(Duration.ofMillis(200)));
    started(provider, "deaf");
    await().until(() -> provider.output("deaf", 1).equals(List.of("up")));
    assertThat(fixture.left()).hasSizeGreaterThanOrEqualTo(3);

    done(provider.stop("deaf", soon()));

    assertThat(fixture.left()).isEmpty();
  }

  @Test
  void child_that_left_the_group_but_not_the_session_is_ended_too() throws IOException {
    LocalProvider provider =
        provider(
            fixture
                .shell("job", "set -m; trap '' TERM; sleep 600 & echo up; wait")
                .withStopGrace(Duration.ofMillis(200)));
    started(provider, "job");
    await().until(() -> provider.output("job", 1).equals(List.of("up")));

    done(provider.stop("job", soon()));

    assertThat(fixture.left()).isEmpty();
  }

  @Test
  void stop_with_a_short_deadline_kills_before_the_grace_is_over() throws IOException {
    LocalProvider provider =
        provider(
            fixture
                .shell("deaf", "trap '' TERM; echo up; while :; do sleep 1; done")
                .withStopGrace(Duration.ofMinutes(5)));
    started(provider, "deaf");
    await().until(() -> provider.output("deaf", 1).equals(List.of("up")));

    done(provider.stop("deaf", Call.wake(Duration.ofSeconds(8), Ticker.system())));

    assertThat(fixture.left()).isEmpty();
  }

  @Test
  void crash_is_told_with_exit_code_and_tail_until_the_next_start() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    LocalProvider provider =
        provider(
            fixture.shell(
                "brief",
                "if [ -e again ]; then exec sleep 600; fi; touch again; echo first; echo last;"
                    + " sleep 0.2; exit 7"));
    provider.watch(told::add);
    started(provider, "brief");

    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("brief");
    var crashed = new AppStatus.Crashed(7, "first\nlast", AppSlot.FORMATION);
    assertThat(status(provider, "brief")).isEqualTo(crashed);
    assertThat(status(provider, "brief")).isEqualTo(crashed);
    assertThat(started(provider, "brief")).isEqualTo(status(provider, "brief"));
  }

  @Test
  void what_a_crashed_app_leaves_is_ended() throws InterruptedException, IOException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    LocalProvider provider = provider(fixture.shell("parent", "sleep 600 & sleep 0.1; exit 1"));
    provider.watch(told::add);
    started(provider, "parent");

    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("parent");

    await().until(() -> fixture.left().isEmpty());
  }

  @Test
  void stop_forgets_a_crash() {
    LocalProvider provider = provider(fixture.shell("brief", "exit 3"));
    started(provider, "brief");
    await().until(() -> status(provider, "brief") instanceof AppStatus.Crashed);

    done(provider.stop("brief", soon()));

    assertThat(status(provider, "brief")).isEqualTo(new AppStatus.Stopped(AppSlot.FORMATION));
  }

  @Test
  void missing_command_is_refused() {
    assertRefused(fixture.app("one", "no-such-program"), "'one'", "'no-such-program'");
  }

  @Test
  void file_that_may_not_be_executed_is_refused() throws IOException {
    Files.writeString(folder.resolve("plain.txt"), "text");
    assertRefused(fixture.app("one", "./plain.txt"), "'./plain.txt'", "no executable file");
  }

  @Test
  void script_whose_interpreter_is_missing_is_refused() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertRefused(fixture.app("one", "./script"), "could not be run", "not found");
  }

  @Test
  void missing_folder_is_refused() {
    var app = LocalApp.of("one", List.of("sleep", "1"), folder.resolve("nowhere"));
    assertRefused(app, "no folder", "nowhere");
  }

  @Test
  void taken_port_is_refused_with_its_holder() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          fixture.idle("one").withPort(taken.getLocalPort()),
          "port " + taken.getLocalPort(),
          "pid " + ProcessHandle.current().pid());
    }
  }

  private void assertRefused(LocalApp app, String... parts) {
    LocalProvider provider = provider(app);

    assertThat(start(provider, app.name()))
        .isInstanceOfSatisfying(
            CallOutcome.Refused.class,
            refused -> {
              assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.INVALID);
              assertThat(refused.refusal().message()).contains(parts);
            });
    assertThat(status(provider, app.name())).isEqualTo(new AppStatus.Stopped(AppSlot.FORMATION));
  }

  @Test
  void unknown_app_is_gone_and_refused() {
    LocalProvider provider = provider();

    assertThat(status(provider, "none")).isEqualTo(new AppStatus.Gone());
    assertThat(start(provider, "none")).isInstanceOf(CallOutcome.Refused.class);
    assertThat(provider.stop("none", soon())).isInstanceOf(CallOutcome.Refused.class);
    assertThat(provider.output("none", 10)).isEmpty();
  }

  @Test
  void output_of_a_running_app_is_rotated_and_goes_on() throws IOException {
    var settings = new LocalSettings(folder.resolve("state"), 2_000, 2);
    LocalApp app =
        fixture.shell(
            "chatty",
            "i=0; while :; do i=$((i+1)); echo \"line $i of a chatty app\"; sleep 0.01; done");
    LocalProvider provider =
        new LocalProvider(settings, List.of(app), Ticker.system(), LocalFixture.CLOCK);
    providers.add(provider);
    started(provider, "chatty");
    Path log = folder.resolve("state/chatty.log");
    await().until(() -> Files.size(log) > 2_000);

    provider.housekeep();

    assertThat(Files.size(log)).isLessThan(2_000);
    assertThat(Files.size(folder.resolve("state/chatty.log.1"))).isLessThanOrEqualTo(2_100);
    await().until(() -> Files.size(log) > 100);
    assertThat(Files.readString(log)).startsWith("line ").doesNotContain("\0");
    assertThat(provider.output("chatty", 30)).hasSize(30);
  }
}
