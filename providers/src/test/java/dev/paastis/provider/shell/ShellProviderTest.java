// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.shell;

import static dev.paastis.provider.shell.ShellFixture.AMPLE;
import static dev.paastis.provider.shell.ShellFixture.refusal;
import static dev.paastis.provider.shell.ShellFixture.unknown;
import static dev.paastis.provider.shell.ShellFixture.value;
import static dev.paastis.provider.shell.ShellFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Formation;
import dev.paastis.app.Upstream;
import dev.paastis.provider.AppStatus;
import dev.paastis.provider.CallOutcome;
import dev.paastis.provider.DiscoveredApp;
import dev.paastis.provider.Provider;
import dev.paastis.provider.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real commands, and every way in which they end. */
class ShellProviderTest {
  private static final Upstream UPSTREAM = new Upstream("http", "127.0.0.1", 4711);
  private static final Formation FORMATION =
      new Formation(List.of(), Map.of("json", "{\"note\":\"it's $HOME `id`\",\"web\":2}"));
  private static final Duration SHORT = Duration.ofSeconds(2);

  @TempDir Path home;
  private Path folder;
  private ShellFixture fixture;

  @BeforeEach
  void declareOneApp() throws IOException {
    folder = Files.createDirectories(home.resolve("account"));
    fixture = new ShellFixture(folder);
    app("shop", "running");
  }

  private void app(String ref, String state) throws IOException {
    Files.writeString(folder.resolve(ref + ".state"), state);
    Files.writeString(
        folder.resolve(ref + ".formation"), FORMATION.extras().getOrDefault("json", ""));
  }

  @Test
  void list_tells_apps() throws IOException {
    app("blog", "stopped");

    assertThat(value(fixture.provider().discover(within(AMPLE))))
        .containsExactly(
            new DiscoveredApp("blog", "blog", List.of(), new AppStatus.Stopped(Formation.EMPTY)),
            new DiscoveredApp(
                "shop", "shop", List.of(), new AppStatus.Running(UPSTREAM, Formation.EMPTY)));
  }

  @Test
  void what_slept_wakes_with_the_same_formation() throws IOException {
    Formation before = value(fixture.stop("shop")).formation();
    assertThat(before).isEqualTo(FORMATION);
    Files.writeString(folder.resolve("shop.formation"), "{\"web\":9}");

    assertThat(value(fixture.start("shop", before)))
        .isEqualTo(new AppStatus.Running(UPSTREAM, FORMATION));
    assertThat(folder.resolve("operations")).hasContent(ShellFixture.operation().id().toString());
  }

  @Test
  void reference_is_data_and_never_part_of_the_command() throws IOException {
    String ref = "'; touch broken; echo \"$(touch broken)";
    app(ref, "running");

    value(fixture.stop(ref));
    assertThat(value(fixture.status(ref))).isEqualTo(new AppStatus.Stopped(FORMATION));
    assertThat(folder.resolve("broken")).doesNotExist();
  }

  @Test
  void app_that_the_commands_do_not_know_is_gone() {
    assertThat(value(fixture.status("other"))).isEqualTo(new AppStatus.Gone());
    assertThat(value(fixture.status("a\0b"))).isEqualTo(new AppStatus.Gone());
    fixture.with("sleep", "echo '{\"state\":\"gone\"}'");
    assertThat(refusal(fixture.stop("other")).kind()).isEqualTo(Refusal.Kind.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"1, INVALID", "66, INVALID", "77, FORBIDDEN", "127, INVALID"})
  void exit_code_refuses_with_the_last_words(int code, Refusal.Kind kind) {
    fixture.with("sleep", "for i in 1 2 3 4 5 6 7; do echo line $i >&2; done; exit " + code);

    assertThat(refusal(fixture.stop("shop")))
        .isEqualTo(
            new Refusal(
                kind,
                "app 'shop': the sleep command ended with code %d: line 3\nline 4\nline 5\nline 6\nline 7"
                    .formatted(code)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo later >&2; exit 75", "kill -9 $$", "kill -15 $$"})
  void exit_code_of_a_temporary_failure_and_a_signal_leave_it_unknown(String command) {
    fixture.with("sleep", command);

    assertThat(unknown(fixture.stop("shop"))).startsWith("the sleep command ended with code ");
  }

  @Test
  void missing_command_is_told_by_the_shell() {
    fixture.with("list", "no-such-program --all");

    assertThat(refusal(fixture.provider().discover(within(AMPLE))))
        .returns(Refusal.Kind.INVALID, Refusal::kind)
        .extracting(Refusal::message)
        .asString()
        .contains("code 127", "no-such-program");
  }

  @Test
  void folder_that_cannot_be_made_is_told() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");
    var misplaced = new ShellFixture(file.resolve("below"));

    assertThat(refusal(misplaced.stop("shop")).message()).contains("was not run");
  }

  @Test
  void command_that_hangs_is_ended_with_all_that_it_started() throws IOException {
    fixture.with("sleep", "trap '' TERM; sleep 600 & echo $! >child; echo $$ >leader; wait; wait");

    assertThat(unknown(fixture.stop("shop", SHORT)))
        .isEqualTo("the sleep command was stopped: it did not end in time");
    await().until(() -> isOver("child") && isOver("leader"));
  }

  @Test
  void command_that_hangs_may_tidy_up_first() {
    fixture.with("sleep", "trap 'touch tidied; exit' TERM; sleep 600 & wait");

    unknown(fixture.stop("shop", SHORT));
    assertThat(folder.resolve("tidied")).exists();
  }

  @Test
  void what_a_command_leaves_running_goes_on_and_keeps_nobody_waiting() throws IOException {
    fixture.with("sleep", "sleep 600 & echo $! >child; printf stopped >shop.state");

    value(fixture.stop("shop"));
    assertThat(isOver("child")).isFalse();
    ProcessHandle.of(pid("child")).ifPresent(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "yes & wait", "yes; exit 1"})
  void output_without_end_is_cut_and_the_command_ended(String command) {
    fixture.with("list", command);

    assertThat(unknown(fixture.provider().discover(within(AMPLE)))).contains("wrote more than");
  }

  @Test
  void errors_without_end_are_read_and_only_the_last_kept() {
    fixture.with("sleep", "yes | head -c 3000000 >&2; echo the end >&2; exit 1");

    assertThat(refusal(fixture.stop("shop")).message()).endsWith("y\ny\ny\ny\nthe end");
  }

  @Test
  void large_output_is_read_in_full() throws IOException {
    for (int i = 0; i < 9; i++) {
      app("app-" + i, "stopped");
    }
    fixture.with(
        "list",
        """
        awk 'BEGIN { printf "{\\"apps\\":["; for (i = 0; i < 10000; i++)
          printf "%s{\\"ref\\":\\"app-%d\\",\\"state\\":\\"stopped\\"}", i ? "," : "", i; print "]}" }'
        """);

    assertThat(value(fixture.provider().discover(within(AMPLE)))).hasSize(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo hello", "echo '[]'", "printf '{'", "printf '\\377'"})
  void output_without_sense_is_unknown(String command) {
    fixture.with("status", command).with("sleep", command);

    unknown(fixture.status("shop"));
    unknown(fixture.stop("shop"));
  }

  @Test
  void order_without_output_that_never_shows_is_unknown() {
    fixture.with("sleep", "true");

    assertThat(unknown(fixture.stop("shop", SHORT))).contains("its end was not seen in time");
  }

  @Test
  void credential_is_in_the_environment_and_nowhere_else() throws IOException {
    fixture.with("sleep", "env >seen; tr '\\0' ' ' </proc/$$/cmdline >line; exit 1");

    assertThat(refusal(fixture.stop("shop")).message()).doesNotContain(ShellFixture.SECRET);
    assertThat(Files.readString(folder.resolve("seen")))
        .contains("PAASTIS_SECRET=" + ShellFixture.SECRET + "\n", "PAASTIS_REF=shop\n", "PATH=")
        .doesNotContain("PAASTIS_MASTER_KEY", "PAASTIS_FORMATION");
    assertThat(folder.resolve("line")).content().doesNotContain(ShellFixture.SECRET, "shop");
  }

  @Test
  void many_commands_run_at_once_but_not_too_many() throws Exception {
    Files.createDirectory(folder.resolve("running"));
    fixture.with(
        "sleep",
        """
        touch running/$$; ls running | wc -l >>counts; sleep 0.1; rm running/$$
        echo '{"state":"stopped"}'\
        """);
    Provider provider = fixture.provider();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CallOutcome<AppStatus.Stopped>>> stops = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        stops.add(threads.submit(() -> provider.stop("shop", within(AMPLE))));
      }
      for (Future<CallOutcome<AppStatus.Stopped>> stop : stops) {
        value(stop.get(AMPLE.toSeconds(), TimeUnit.SECONDS));
      }
    }
    assertThat(Files.readAllLines(folder.resolve("counts")))
        .hasSize(20)
        .allSatisfy(count -> assertThat(Integer.parseInt(count.strip())).isBetween(1, 4));
  }

  @Test
  void interrupted_call_ends_its_command() throws Exception {
    fixture.with("sleep", "echo $$ >part; mv part leader; sleep 600");
    Thread stop = Thread.ofVirtual().start(() -> fixture.stop("shop"));
    await().until(() -> Files.exists(folder.resolve("leader")));
    stop.interrupt();

    assertThat(stop.join(AMPLE)).isTrue();
    await().until(() -> isOver("leader"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "status", "wake", "sleep"})
  void blank_command_is_refused_by_its_name(String name) {
    fixture.with(name, " ");

    assertThatThrownBy(fixture::provider)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  private long pid(String file) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  private boolean isOver(String file) throws IOException {
    return ProcessHandle.of(pid(file)).filter(ProcessHandle::isAlive).isEmpty();
  }
}
