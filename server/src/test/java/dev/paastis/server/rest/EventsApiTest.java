// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.server.testing.FakeStore;
import dev.paastis.server.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class EventsApiTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Stream> streams = new ArrayList<>();

  @AfterEach
  void closeAll() {
    SERVER.bean(FakeStore.class).setAway(false);
    streams.forEach(Stream::close);
  }

  @Test
  void pages_are_newest_first_and_follow_each_other() {
    JsonNode first = SERVER.json(SERVER.get("/events?limit=3"));
    JsonNode second =
        SERVER.json(SERVER.get("/events?limit=3&cursor=" + first.get("next").asString()));
    long lastOfFirst = first.get("items").get(2).get("id").asLong();
    assertThat(first.get("items").get(0).get("id").asLong()).isGreaterThan(lastOfFirst);
    assertThat(second.get("items").get(0).get("id").asLong()).isLessThan(lastOfFirst);
  }

  @Test
  void events_can_be_narrowed_to_app_and_type() {
    JsonNode found = SERVER.json(SERVER.get("/events?app=slow&type=woken&limit=500"));
    assertThat(found.get("items")).isNotEmpty();
    assertThat(found.get("next").isNull()).isTrue();
    for (JsonNode event : found.get("items")) {
      assertThat(event.get("type").asString()).isEqualTo("woken");
      assertThat(event.get("appName").asString()).isEqualTo("slow");
      assertThat(event.get("cause").get("kind").asString()).isEqualTo("request");
    }
  }

  @Test
  void stream_tells_new_events_with_id_type_and_json() {
    Stream stream = open("/events", null);
    SERVER.post("/apps/shop/pin", "");
    await().atMost(PATIENCE).until(() -> stream.has("event: pinned"));
    String data = stream.first("data: ").orElseThrow();
    assertThat(data).contains("\"appName\":\"shop\"").contains("\"type\":\"pinned\"");
    assertThat(stream.first("id: ")).isPresent();
  }

  @Test
  void stream_resumes_after_the_last_event_id_without_gap() {
    JsonNode newest = SERVER.json(SERVER.get("/events?limit=3")).get("items");
    String third = newest.get(2).get("id").asString();
    Stream byHeader = open("/events", third);
    Stream byParameter = open("/events?after=" + third, null);
    for (Stream stream : List.of(byHeader, byParameter)) {
      await().atMost(PATIENCE).until(() -> stream.has("id: " + newest.get(0).get("id").asString()));
      assertThat(stream.has("id: " + newest.get(1).get("id").asString())).isTrue();
      assertThat(stream.has("id: " + third)).isFalse();
    }
  }

  @Test
  void stream_survives_the_database_and_catches_up() {
    Stream stream = open("/events?app=chat", null);
    SERVER.bean(FakeStore.class).setAway(true);
    SERVER.bean(EventFeed.class).signal();
    await().atMost(PATIENCE).until(() -> stream.has(": the database cannot be reached"));
    SERVER.bean(FakeStore.class).setAway(false);
    SERVER.post("/apps/chat/pin", "");
    await().atMost(PATIENCE).until(() -> stream.has("event: pinned"));
  }

  @Test
  void silent_stream_gets_heartbeats() {
    Stream stream = open("/events?app=intranet", null);
    await().atMost(PATIENCE).until(() -> stream.has(": still here"));
  }

  @Test
  void wrong_position_is_refused() {
    AppsApiTest.assertProblem(
        SERVER.send(
            SERVER
                .request("/api/v1/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", "x")),
        400,
        "invalid-request",
        "'Last-Event-ID' is 'x'");
  }

  private Stream open(String path, @Nullable String last) {
    Stream stream = new Stream(path, last);
    streams.add(stream);
    await().atMost(PATIENCE).until(() -> stream.has("retry: "));
    return stream;
  }

  private static final class Stream {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    Stream(String path, @Nullable String last) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(SERVER.at("/api/v1" + path))
              .header("Authorization", "Bearer " + SERVER.reader())
              .header("Accept", "text/event-stream");
      if (last != null) {
        request.header("Last-Event-ID", last);
      }
      Thread.ofVirtual().start(() -> read(request.build()));
    }

    private void read(HttpRequest request) {
      try {
        client.send(request, BodyHandlers.ofLines()).body().forEach(lines::add);
      } catch (IOException | UncheckedIOException | InterruptedException e) {
        lines.add("closed: " + e);
      }
    }

    boolean has(String start) {
      return first(start).isPresent();
    }

    Optional<String> first(String start) {
      return lines.stream().filter(line -> line.startsWith(start)).findFirst();
    }

    void close() {
      client.shutdownNow();
    }
  }
}
