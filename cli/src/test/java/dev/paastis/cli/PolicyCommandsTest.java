// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.PolicyItemView;
import dev.paastis.api.RuleTrialView;
import dev.paastis.api.RuleTrialView.Change;
import dev.paastis.cli.FakeServer.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandsTest {
  private static final PolicyItemView OF_FILE =
      new PolicyItemView(
          "nights",
          "file",
          null,
          Map.of("zone", "Europe/Paris"),
          2,
          List.of("shop", "shop-api"),
          null,
          null,
          List.of());
  private static final PolicyItemView OF_PEOPLE =
      new PolicyItemView(
          "reviews",
          "people",
          1,
          Map.of("pattern", "review-.*"),
          2,
          List.of("one", "two"),
          Run.NOW,
          "ada",
          List.of());

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

  private Run paastis(String... words) {
    return Run.of(
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN), home, words);
  }

  private String lastBody() {
    return server.received().getLast().body();
  }

  @Test
  void list_tells_whose_each_is_and_what_is_not_in_force() {
    PolicyItemView broken =
        new PolicyItemView(
            "broken", "people", 2, Map.of(), 0, List.of(), Run.NOW, "ada", List.of("no window"));
    server.on("GET /rules", Samples.page(OF_FILE, OF_PEOPLE, broken));

    assertThat(paastis("rules").out())
        .isEqualTo(
            """
            RULE     PLACE  APPS  SAYS
            nights   file   2     zone Europe/Paris
            reviews  1      2     pattern review-.*
            broken   2      0     not in force: no window
            """);
    assertThat(Json.read(paastis("rules", "-o", "json").out()).path("items").size()).isEqualTo(3);
  }

  @Test
  void show_has_its_apps_and_its_body_can_be_put_again() {
    server.on("GET /groups/reviews", Json.write(OF_PEOPLE));

    assertThat(paastis("groups", "show", "reviews").out())
        .contains("pattern  review-.*", "apps     one, two", "by ada");
    assertThat(Json.read(paastis("groups", "show", "reviews", "--body").out()))
        .isEqualTo(Json.read("{\"pattern\":\"review-.*\"}"));
  }

  @Test
  void put_takes_its_name_from_the_file_or_the_option() throws IOException {
    Path file = home.resolve("rule.json");
    Files.writeString(file, "{\"name\":\"reviews\",\"pattern\":\"review-.*\"}");
    server.on("PUT /rules/reviews", Json.write(OF_PEOPLE));

    assertThat(paastis("rules", "put", file.toString()).out())
        .isEqualTo("rule 'reviews' is in force; apps: 2\n");
    assertThat(Json.read(lastBody()).path("pattern").asString("")).isEqualTo("review-.*");

    Files.writeString(file, "{\"pattern\":\"review-.*\"}");
    assertThat(paastis("rules", "put", file.toString(), "--name", "reviews").code()).isZero();
    Run nameless = paastis("rules", "put", file.toString());
    assertThat(nameless.code()).isEqualTo(2);
    assertThat(nameless.err()).contains("--name");
  }

  @Test
  void put_reads_standard_input_for_a_hyphen() {
    server.on("PUT /windows/reviews", Json.write(OF_PEOPLE));
    InputStream before = System.in;
    String body = "{\"name\":\"reviews\",\"zone\":\"UTC\"}";
    System.setIn(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(paastis("windows", "put", "-").code()).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(Json.read(lastBody()).path("zone").asString("")).isEqualTo("UTC");
  }

  @Test
  void file_that_is_no_object_is_refused_here() throws IOException {
    Path file = home.resolve("rule.json");
    Files.writeString(file, "{");
    assertThat(paastis("rules", "put", file.toString()).err()).contains("rule.json is not JSON");
    Files.writeString(file, "[]");
    assertThat(paastis("rules", "test", file.toString()).err()).contains("must be an object");
    assertThat(paastis("rules", "put", home.resolve("none").toString()).err())
        .contains("none cannot be read");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void refusal_of_the_server_is_told_whole() throws IOException {
    Path file = home.resolve("rule.json");
    Files.writeString(file, "{\"name\":\"x\"}");
    server.on(
        "PUT /rules/x",
        Answer.problem(ErrorCode.INVALID_REQUEST, "rule 'x' was not put in force: pattern: ..."));

    Run run = paastis("rules", "put", file.toString());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("rule 'x' was not put in force: pattern");
  }

  @Test
  void delete_and_move_say_what_was_done() {
    server.on("DELETE /rules/my%20rule", Answer.json(204, ""));
    server.on("POST /rules/reviews/move", Json.write(OF_PEOPLE));

    assertThat(paastis("rules", "delete", "my rule").out())
        .isEqualTo("rule 'my rule' is removed\n");
    assertThat(paastis("rules", "move", "reviews", "1").out())
        .isEqualTo("rule 'reviews' is now at place 1\n");
    assertThat(lastBody()).isEqualTo("{\"position\":1}");
  }

  @Test
  void test_tells_what_would_change() throws IOException {
    Path file = home.resolve("rule.json");
    Files.writeString(file, "{\"pattern\":\"blog\"}");
    server.on(
        "POST /rules/preview",
        Samples.page(
            new RuleTrialView(
                "1", "blog", true, List.of(new Change("idle-timeout", "15m", "5m", "this rule"))),
            new RuleTrialView("2", "wiki", false, List.of())));

    assertThat(paastis("rules", "test", file.toString()).out())
        .isEqualTo(
            """
            APP   SELECTED   WOULD CHANGE
            blog  yes        idle-timeout 5m, now 15m
            wiki  no longer  nothing
            """);
  }

  @Test
  void exception_is_sent_in_the_local_times_of_the_window() {
    PolicyItemView window =
        new PolicyItemView(
            "late",
            "people",
            1,
            Map.of("zone", "Europe/Paris"),
            0,
            List.of(),
            Run.NOW,
            "ada",
            List.of());
    server.on("GET /windows/late", Json.write(window));
    server.on("POST /windows/late/exceptions", Json.write(window));

    Run run =
        paastis(
            "windows", "except", "late", "--from", "20:00", "--until", "01:30", "--awake", "--why",
            "fair");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            "window 'late' has its apps awake from 2026-11-20 21:00 until 2026-11-21 02:30\n");
    assertThat(Json.read(lastBody()))
        .isEqualTo(
            Json.read(
                """
                {"from":"2026-11-20 21:00","until":"2026-11-21 02:30","awake":true,"why":"fair"}
                """));
    assertThat(paastis("windows", "except", "late", "--until", "23:00").code()).isEqualTo(2);
  }

  @Test
  void exception_of_a_window_in_the_file_is_shown_as_it_has_to_stand_there() {
    server.on("GET /windows/nights", Json.write(OF_FILE));

    Run run = paastis("windows", "except", "nights", "--until", "23:00", "--paused");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("stands in paastis.yml", "\"from\":\"2026-11-20 13:00\"", "declared-by-file");
    assertThat(server.requests()).containsExactly("GET /windows/nights");
  }

  @Test
  void pin_until_an_hour_is_the_next_such_hour() {
    server.on("GET /apps/one", Json.write(Samples.app("one", "awake")));
    server.on("POST /apps/id-one/pin", Json.write(Samples.app("one", "awake")));

    assertThat(paastis("pin", "one", "--until", "22:00").code()).isZero();
    assertThat(lastBody()).contains("\"2026-11-20T22:00:00Z\"");
    assertThat(paastis("pin", "one", "--until", "2026-12-01T22:00").code()).isZero();
    assertThat(lastBody()).contains("\"2026-12-01T22:00:00Z\"");
  }

  @Test
  void pin_of_a_rule_a_group_or_an_account_pins_each_of_its_apps() {
    server.on("GET /rules/reviews", Json.write(OF_PEOPLE));
    server.on("GET /apps", Samples.page(Samples.app("one", "awake")));
    for (String app : List.of("one", "two", "id-one")) {
      server.on("POST /apps/" + app + "/pin", Json.write(Samples.app(app, "awake")));
    }

    assertThat(paastis("pin", "--rule", "reviews", "--until", "22:00").out().lines()).hasSize(2);
    assertThat(server.requests()).contains("POST /apps/one/pin", "POST /apps/two/pin");
    assertThat(paastis("pin", "--account", "laptop", "--for", "2h").out().lines()).hasSize(1);
    Run none = paastis("pin", "--group", "nobody");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("there is no such app");
  }

  @Test
  void pin_of_several_goes_on_after_one_that_failed() {
    server.on("GET /rules/reviews", Json.write(OF_PEOPLE));
    server.on(
        "POST /apps/one/pin", Answer.problem(ErrorCode.STORE_UNAVAILABLE, "the database is away"));
    server.on("POST /apps/two/pin", Json.write(Samples.app("two", "awake")));

    Run run = paastis("pin", "--rule", "reviews");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("'two' is pinned");
    assertThat(run.err()).contains("database is away");
  }

  @Test
  void pin_needs_one_app_or_one_kind_of_several() {
    assertThat(paastis("pin").code()).isEqualTo(2);
    assertThat(paastis("pin", "one", "--rule", "reviews").code()).isEqualTo(2);
    assertThat(paastis("pin", "--rule", "a", "--group", "b").code()).isEqualTo(2);
  }

  @Test
  void each_command_has_an_example_in_its_help() {
    for (String command :
        List.of(
            "rules put",
            "rules show",
            "rules move",
            "rules test",
            "windows except",
            "groups delete",
            "explain",
            "preview",
            "pin")) {
      String[] words = (command + " --help").split(" ");
      assertThat(paastis(words).out()).contains("Example: paastis " + command);
    }
    assertThat(paastis("--help").out()).contains("When:", "explain", "preview", "windows");
  }
}
