// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StaleTest {
  private static final String KEEP = "/apps/id-review-7/keep";

  @TempDir private Path home;

  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    var review =
        Samples.stale(
            "review-7", Run.NOW.minus(Duration.ofDays(7)), Run.NOW.plus(Duration.ofDays(7)));
    server.on("GET /apps", Samples.page(Samples.app("shop", "awake"), review));
    server.on("GET /apps/review-7", Json.write(review));
    server.on("POST " + KEEP, Json.write(Samples.app("review-7", "asleep")));
    server.on("DELETE " + KEEP, Json.write(review));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void stale_apps_are_listed_alone_with_the_day_of_their_deletion() {
    assertThat(paastis("apps", "--stale").out())
        .contains("review-7", "7 d ago", "in 7 d")
        .doesNotContain("shop");
    assertThat(paastis("apps", "--stale", "-o", "json").out())
        .contains("review-7")
        .doesNotContain("shop");
  }

  @Test
  void app_is_kept_with_a_reason_and_let_go_of_again() {
    assertThat(paastis("keep", "review-7", "--reason", "the customer looks at it").out())
        .contains("'review-7' is kept for good");
    assertThat(
            paastis(
                    "keep",
                    "review-7",
                    "--reason",
                    "until the fair",
                    "--until",
                    "2026-12-24T18:00:00Z")
                .out())
        .contains("is kept until 2026-12-24T18:00:00Z");
    assertThat(paastis("keep", "review-7", "--off").out()).contains("no longer kept");
    assertThat(server.requests()).contains("POST " + KEEP, "DELETE " + KEEP);
  }

  @Test
  void app_is_not_kept_without_a_reason() {
    assertThat(paastis("keep", "review-7").err()).contains("--reason");
    assertThat(paastis("keep", "review-7", "--until", "2026-12-24T18:00:00Z").err())
        .contains("--reason");
    assertThat(server.requests()).isEmpty();
  }

  private Run paastis(String... words) {
    Map<String, String> environment =
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN);
    return Run.of(environment, home, words);
  }
}
