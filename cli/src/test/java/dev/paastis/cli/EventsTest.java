// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.api.ErrorCode;
import dev.paastis.api.EventView;
import dev.paastis.cli.FakeServer.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
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

  private static String streamed(EventView event) {
    return "id: %d\nevent: %s\ndata: %s\n\n".formatted(event.id(), event.type(), Json.write(event));
  }

  @Test
  void events_are_a_table_with_their_causes() {
    server.on("GET /events?limit=20", Samples.page(Samples.event(7, "woken", "hello")));

    assertThat(paastis("events").out().lines())
        .containsExactly(
            "WHEN                 AGO        APP    EVENT  WHY",
            "2026-11-20 11:59:00  1 min ago  hello  woken  GET / (duration-ms 120)");
  }

  @Test
  void events_of_one_app_are_asked_of_that_app() {
    server.on("GET /apps/hello", Json.write(Samples.app("hello", "awake")));
    server.on("GET /apps/id-hello/events?limit=3", Samples.page());

    Run run = paastis("events", "--app", "hello", "--limit", "3", "--output", "json");

    assertThat(run.code()).isZero();
    assertThat(Json.read(run.out())).isEqualTo(Json.read(Samples.page()));
  }

  @Test
  void followed_events_go_on_after_a_broken_connection_without_gap_or_repetition() {
    server.on(
        "GET /events?limit=20",
        Samples.page(Samples.event(2, "woken", "b"), Samples.event(1, "wake-started", "a")));
    server.on(
        "GET /events live",
        Answer.events(
            "retry: 1\n: hello\n\n"
                + streamed(Samples.event(2, "woken", "b"))
                + streamed(Samples.event(3, "pinned", "c"))
                + "id: 4\ndata: {\"half\":"),
        Answer.problem(ErrorCode.STORE_UNAVAILABLE, "not now"),
        Answer.events(streamed(Samples.event(4, "fell-asleep", "d"))),
        Answer.problem(ErrorCode.FORBIDDEN, "enough"));

    Run run = paastis("events", "--follow");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out().lines().map(line -> line.substring(21, 22)))
        .containsExactly("a", "b", "c", "d");
    assertThat(
            server.received().stream()
                .filter(r -> r.line().endsWith("live"))
                .map(r -> r.header("Last-event-id")))
        .containsExactly("2", "3", "3", "4");
    assertThat(run.err()).contains("connecting again").endsWith("enough (forbidden)\n");
  }

  @Test
  void followed_events_of_one_app_leave_the_others_out() {
    server.on("GET /apps/c", Json.write(Samples.app("c", "awake")));
    server.on("GET /apps/id-c/events?limit=20", Samples.page());
    server.on(
        "GET /events live",
        Answer.events(
            "retry: 1\n\n"
                + streamed(Samples.event(1, "woken", "b"))
                + streamed(Samples.event(2, "woken", "c"))),
        Answer.problem(ErrorCode.FORBIDDEN, "enough"));

    Run run = paastis("events", "--follow", "--app", "c", "--output", "json");

    assertThat(run.out().lines()).hasSize(1);
    assertThat(Json.read(run.out()).path("id").asLong()).isEqualTo(2);
  }

  @Test
  void events_of_a_type_are_asked_for_alone() {
    server.on("GET /events?limit=20&type=would-sleep", Samples.page());
    assertThat(paastis("events", "--type", "would-sleep").code()).isZero();

    server.on("GET /apps/hello", Json.write(Samples.app("hello", "awake")));
    server.on(
        "GET /events?limit=20&app=id-hello&type=would-sleep",
        Samples.page(Samples.event(7, "would-sleep", "hello")));
    assertThat(paastis("events", "--app", "hello", "--type", "would-sleep").out())
        .contains("would-sleep");
  }
}
