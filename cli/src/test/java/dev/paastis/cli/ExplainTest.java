// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.ExplanationView;
import dev.paastis.api.PolicyValueView;
import dev.paastis.api.ReasonView;
import dev.paastis.cli.FakeServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
  private static final ExplanationView PINNED =
      new ExplanationView(
          "id-shop",
          "shop",
          Run.NOW,
          false,
          "awake",
          Run.NOW.minusSeconds(600),
          "GET /",
          null,
          "awake",
          "shop",
          List.of(
              new ReasonView("ignored", "none", "no rule has it left alone", null, null, false),
              new ReasonView(
                  "pin", "awake", "it is pinned", "anna", Run.NOW.plusSeconds(32_400), true)),
          List.of("rule 1 (shop)"),
          List.of(new PolicyValueView("idle-timeout", "15m", "rule 1 (shop)")),
          null,
          Run.NOW.plusSeconds(32_400),
          null,
          false,
          null);

  @TempDir private Path home;
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    server.on("GET /apps/shop", Json.write(Samples.app("shop", "awake")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run paastis(String... words) {
    return Run.of(
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN), home, words);
  }

  @Test
  void verdict_comes_first_and_the_row_that_decides_is_marked() {
    server.on("GET /apps/id-shop/explanation", Json.write(PINNED));

    Run run = paastis("explain", "shop");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            shop is awake until 21:00, because anna pinned it.

              ROW      WANTS  UNTIL  SAID BY  BECAUSE
              ignored  -      -      -        no rule has it left alone
            > pin      awake  21:00  anna     it is pinned

            Selected by: rule 1 (shop)
            What holds:
              idle-timeout  15m  rule 1 (shop)
            """);
  }

  @Test
  void explanation_as_json_is_the_answer_of_the_api() {
    server.on("GET /apps/id-shop/explanation", "{\"new\":1}");

    assertThat(Json.read(paastis("explain", "shop", "-o", "json").out()))
        .isEqualTo(Json.read("{\"new\":1}"));
  }

  @ParameterizedTest
  @CsvSource({
    "22:00,2026-11-20T22:00:00Z",
    "9:30,2026-11-21T09:30:00Z",
    "2026-12-01T22:00,2026-12-01T22:00:00Z",
    "2026-12-01 22:00,2026-12-01T22:00:00Z",
    "2026-12-01T22:00+02:00,2026-12-01T20:00:00Z",
    "2026-12-01T22:00:00Z,2026-12-01T22:00:00Z"
  })
  void time_of_day_is_the_next_such_time(String text, String asked) {
    server.on("GET /apps/id-shop/explanation?at=" + asked, Json.write(PINNED));

    assertThat(paastis("explain", "shop", "--at", text).code()).isZero();
  }

  @Test
  void time_that_is_none_is_refused_here_and_one_that_is_over_by_the_server() {
    Run none = paastis("explain", "shop", "--at", "soonish");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--at", "'soonish'", "22:00");

    String past = Instant.parse("2026-11-19T10:00:00Z").toString();
    server.on(
        "GET /apps/id-shop/explanation?at=" + past,
        Answer.problem(ErrorCode.INVALID_REQUEST, "what was is in the timeline"));
    Run over = paastis("explain", "shop", "--at", past);
    assertThat(over.code()).isEqualTo(3);
    assertThat(over.err()).contains("timeline");
  }
}
