// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.CheckView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.IntervalView;
import dev.paastis.api.OutputView;
import dev.paastis.api.SignInLink;
import dev.paastis.cli.FakeServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  @TempDir private Path home;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run paastis(String... arguments) {
    Map<String, String> environment =
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN);
    return Run.of(environment, home, arguments);
  }

  private void hello(String state) {
    server.on("GET /apps/hello", Json.write(Samples.app("hello", state)));
  }

  @Test
  void apps_prints_a_table_with_columns_that_line_up() {
    server.on(
        "GET /apps",
        Samples.page(Samples.app("hello", "awake"), Samples.app("shop-api", "falling-asleep")));

    Run run = paastis("apps");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "APP       STATE             SINCE      LAST ACTIVITY  NEXT SLEEP  ADDRESS",
            "hello     ● awake           3 min ago  12 s ago       in 18 s    "
                + " http://hello.localhost:8080/",
            "shop-api  ◐ falling-asleep  3 min ago  12 s ago       -          "
                + " http://shop-api.localhost:8080/");
  }

  @Test
  void apps_on_a_terminal_has_colour() {
    server.on("GET /apps", Samples.page(Samples.app("hello", "awake")));

    Map<String, String> environment =
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN);
    Run run = Run.of(environment, home, true, "apps");

    assertThat(run.out()).contains("\u001b[32m● awake\u001b[0m");
  }

  @Test
  void apps_as_json_is_the_answer_of_the_api_with_what_is_new_in_it() {
    server.on("GET /apps?state=asleep&q=a%20b", "{\"items\":[{\"new\":[1]}],\"next\":null}");

    Run run = paastis("apps", "--state", "asleep", "--query", "a b", "--output", "json");

    assertThat(Json.read(run.out()))
        .isEqualTo(Json.read("{\"items\":[{\"new\":[1]}],\"next\":null}"));
    assertThat(run.out()).contains("\n");
  }

  @Test
  void apps_on_several_pages_are_all_shown() {
    String first =
        Samples.page(Samples.app("one", "awake")).replace("\"next\":null", "\"next\":\"c\"");
    server.on("GET /apps", first);
    server.on("GET /apps?cursor=c", Samples.page(Samples.app("two", "asleep")));

    assertThat(paastis("apps").out()).contains("one ").contains("two ");
  }

  @Test
  void app_shows_what_is_known() {
    hello("asleep");

    assertThat(paastis("app", "hello").out())
        .contains("state          ○ asleep")
        .contains("usual wake     250ms")
        .contains("account        laptop (local)");
    assertThat(paastis("app", "hello", "-o", "json").out()).contains("\"idleTimeout\" : \"30s\"");
  }

  @Test
  void app_that_is_unknown_gets_the_nearest_name() {
    server.on("GET /apps?limit=500", Samples.page(Samples.app("hello", "awake")));

    Run run = paastis("app", "helo");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("paastis: no app 'helo'; did you mean 'hello'? (app-not-found)\n");
  }

  @Test
  void wake_waits_until_the_app_answers_and_sends_a_fresh_key_each_time() {
    hello("asleep");
    server.on(
        "POST /apps/id-hello/wake?wait=30s",
        Answer.json(202, Json.write(Samples.app("hello", "waking"))),
        Answer.json(200, Json.write(Samples.app("hello", "awake"))));

    Run run = paastis("wake", "hello");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("● awake  hello").contains("http://hello.localhost:8080/");
    assertThat(server.received().stream().map(r -> r.header("Idempotency-key")).skip(1))
        .hasSize(2)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  @Test
  void wake_without_waiting_returns_at_once() {
    hello("asleep");
    server.on(
        "POST /apps/id-hello/wake", Answer.json(202, Json.write(Samples.app("hello", "waking"))));

    assertThat(paastis("wake", "--no-wait", "hello").out()).isEqualTo("◔ waking  hello\n");
  }

  @ParameterizedTest
  @CsvSource({
    "WAKE_FAILED, 1",
    "WAKE_TIMED_OUT, 1",
    "APP_ADDRESS_REFUSED, 1",
    "WAKE_BUDGET_EXHAUSTED, 3",
    "CONFLICT, 3",
    "STORE_UNAVAILABLE, 1",
    "FORBIDDEN, 3"
  })
  void wake_that_does_not_end_well_says_why(ErrorCode code, int exit) {
    hello("asleep");
    server.on("POST /apps/id-hello/wake?wait=30s", Answer.problem(code, "port 80 is taken"));

    Run run = paastis("wake", "hello");

    assertThat(run.code()).isEqualTo(exit);
    assertThat(run.err()).isEqualTo("paastis: port 80 is taken (" + code.wire() + ")\n");
  }

  @Test
  void wake_of_several_goes_on_after_one_that_fails() {
    server.on("GET /apps/slow", Json.write(Samples.app("slow", "asleep")));
    server.on(
        "POST /apps/id-slow/wake?wait=30s",
        Answer.problem(ErrorCode.WAKE_BUDGET_EXHAUSTED, "too many").retryAfter("9"));
    hello("asleep");
    server.on("POST /apps/id-hello/wake?wait=30s", Json.write(Samples.app("hello", "awake")));

    Run run = paastis("wake", "slow", "hello");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("too many; try again in 9 s (wake-budget-exhausted)");
    assertThat(run.out()).contains("● awake  hello");
  }

  @Test
  void wake_that_ends_elsewhere_fails() {
    hello("asleep");
    server.on("POST /apps/id-hello/wake?wait=30s", Json.write(Samples.app("hello", "asleep")));

    Run run = paastis("wake", "hello");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("'hello' is asleep").contains("events --app hello");
  }

  @Test
  void sleep_waits_until_the_app_has_stopped() {
    hello("awake");
    server.on("POST /apps/id-hello/sleep?wait=30s", Json.write(Samples.app("hello", "asleep")));

    assertThat(paastis("sleep", "hello").out()).startsWith("○ asleep  hello");
  }

  @Test
  void pin_sends_its_end_and_shows_it() {
    hello("awake");
    Instant end = Run.NOW.plus(Duration.ofHours(2));
    server.on("POST /apps/id-hello/pin", Json.write(Samples.app("hello", "awake", end)));

    Run run = paastis("pin", "hello", "--for", "120m");

    assertThat(run.out()).isEqualTo("'hello' is pinned for 2 h\n");
    assertThat(server.received().getLast().body())
        .isEqualTo("{\"until\":null,\"duration\":\"2h\"}");
  }

  @Test
  void pin_with_two_ends_or_a_wrong_one_is_wrong_usage() {
    hello("awake");

    Run both = paastis("pin", "hello", "--for", "2h", "--until", "2026-12-24T18:00:00Z");
    Run wrong = paastis("pin", "hello", "--for", "soon");

    assertThat(both.code()).isEqualTo(2);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--for: 'soon' is not a duration");
    assertThat(server.requests()).noneMatch(line -> line.startsWith("POST"));
  }

  @Test
  void unpin_tells_the_next_sleep() {
    hello("awake");
    server.on("POST /apps/id-hello/unpin", Json.write(Samples.app("hello", "awake")));

    assertThat(paastis("unpin", "hello").out()).contains("no longer pinned; next sleep: in 18 s");
  }

  @Test
  void timeline_draws_a_strip_and_shares() {
    hello("awake");
    Instant from = Run.NOW.minus(Duration.ofHours(2));
    Instant middle = Run.NOW.minus(Duration.ofHours(1));
    server.on(
        "GET /apps/id-hello/timeline?from=" + from + "&to=" + Run.NOW,
        Samples.page(
            new IntervalView("asleep", from, middle), new IntervalView("awake", middle, null)));

    String out = paastis("timeline", "hello", "--since", "2h").out();

    assertThat(out.lines().findFirst()).hasValue("░".repeat(36) + "█".repeat(36));
    assertThat(out).contains("█ awake 50 % (1 h)").contains("░ asleep 50 % (1 h)");
    assertThat(out).contains("● awake   2026-11-20 11:00:00  now");
  }

  @Test
  void output_prints_the_lines_as_they_are() {
    hello("awake");
    server.on(
        "GET /apps/id-hello/output?lines=2",
        Json.write(new OutputView(List.of("first", "  second"))));

    assertThat(paastis("output", "hello", "--lines", "2").out()).isEqualTo("first\n  second\n");
  }

  @Test
  void sign_in_prints_only_the_link_on_standard_output() {
    SignInLink link = new SignInLink("http://x/sign-in?t=1", Run.NOW.plusSeconds(600));
    server.on("POST /sign-in-links", Json.write(link));

    Run run = paastis("sign-in");

    assertThat(run.out()).isEqualTo("http://x/sign-in?t=1\n");
    assertThat(run.err()).isEqualTo("works once; expires in 10 min\n");
  }

  @Test
  void doctor_with_all_well_is_done() {
    server.on("GET /doctor", Samples.page(new CheckView("database", "ok", "answers", null)));

    Run run = paastis("doctor");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("✔ ok       java").contains("✔ ok       database");
  }

  @Test
  void doctor_with_an_open_token_file_and_a_failed_check_fails() throws IOException {
    Path file = home.resolve("admin.token");
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    server.on("GET /doctor", Samples.page(new CheckView("port", "failed", "taken", "free it")));

    Run run = paastis("doctor", "--home", home.toString());
    Run json = paastis("doctor", "--home", home.toString(), "--output", "json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("chmod 600 " + file).contains("→ free it");
    assertThat(json.code()).isEqualTo(1);
    assertThat(Json.read(json.out()).path("items").size()).isEqualTo(5);
  }

  @Test
  void completion_knows_all_commands() {
    assertThat(paastis("completion").out())
        .contains("demo")
        .contains("sign-in")
        .contains("--follow");
  }

  @Test
  void dry_run_is_told_where_the_next_sleep_is() {
    var app = Samples.app("hello", "awake");
    server.on("GET /apps/hello", Samples.dryRun(app, "first look"));
    server.on("GET /apps", "{\"items\":[" + Samples.dryRun(app, "first look") + "],\"next\":null}");

    assertThat(paastis("apps").out()).contains("in 18 s (dry run)");
    assertThat(paastis("app", "hello").out()).contains("dry run        first look");
  }
}
