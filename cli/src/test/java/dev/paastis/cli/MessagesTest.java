// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ChannelTestView;
import dev.paastis.api.ChannelView;
import dev.paastis.api.DeliveryView;
import dev.paastis.api.ErrorCode;
import dev.paastis.api.HookView;
import dev.paastis.cli.FakeServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
  private static final DeliveryView DEAD =
      new DeliveryView(
          "id-1",
          "ops",
          "event",
          "woken",
          "hello",
          1,
          "dead",
          15,
          Run.NOW,
          null,
          Run.NOW,
          "it answered 500");

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
    return Run.of(
        Map.of("PAASTIS_URL", server.url(), "PAASTIS_TOKEN", FakeServer.TOKEN), home, arguments);
  }

  @Test
  void channels_are_listed_with_why_one_is_closed() {
    server.on(
        "GET /notifications",
        Samples.page(
            new ChannelView(
                "ops", "slack", List.of("woken"), null, "1h", true, "closed", "it answered 410")));

    assertThat(paastis("notifications").out().lines())
        .containsExactly(
            "CHANNEL  KIND   STATE   APPS  DIGEST  EVENTS",
            "ops      slack  closed  -     1h      1",
            "ops: it answered 410");
    assertThat(paastis("notifications", "--output", "json").out()).contains("\"closed\"");
  }

  @Test
  void test_tells_the_outcome_and_fails_when_the_message_was_not_taken() {
    server.on(
        "POST /notifications/ops/test",
        Answer.json(200, Json.write(new ChannelTestView("ops", true, ""))),
        Answer.json(200, Json.write(new ChannelTestView("ops", false, "it answered 404"))));

    assertThat(paastis("notifications", "test", "ops").out()).contains("ops took the message");
    Run failed = paastis("notifications", "test", "ops");
    assertThat(failed.code()).isEqualTo(ExitStatus.FAILED.code());
    assertThat(failed.err()).contains("it answered 404");
  }

  @Test
  void dead_messages_are_listed_and_sent_again() {
    server.on("GET /deliveries?limit=20&state=dead", Samples.page(DEAD));
    server.on("POST /deliveries/id-1/replay", Json.write(DEAD));
    server.on(
        "POST /deliveries/id-2/replay", Answer.problem(ErrorCode.CONFLICT, "it is delivered"));

    assertThat(paastis("deliveries", "--state", "dead").out().lines())
        .containsExactly(
            "ID    CHANNEL  ABOUT        STATE  TRIES  DETAIL",
            "id-1  ops      hello woken  dead   15     it answered 500");
    assertThat(paastis("deliveries", "replay", "id-1").out()).contains("id-1 is sent again to ops");
    assertThat(paastis("deliveries", "replay", "id-2").code()).isEqualTo(ExitStatus.REFUSED.code());
  }

  @Test
  void hooks_are_listed() {
    server.on(
        "GET /hooks",
        Samples.page(
            new HookView(
                "jobs",
                List.of("before-sleep"),
                "shop-.*",
                "webhook",
                "jobs.example.org",
                "5s",
                "1s",
                "veto",
                false)));

    assertThat(paastis("hooks").out().lines())
        .containsExactly(
            "HOOK  ON            APPS     TARGET                    TIMEOUT  ON FAILURE",
            "jobs  before-sleep  shop-.*  webhook jobs.example.org  5s       veto");
  }
}
