// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.App;
import dev.paastis.app.AppState;
import dev.paastis.wake.WakeOutcome;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that speak HTTP/2 in clear text, with prior knowledge. */
class Http2Test {
  private static final String HOST = TestGateway.HOST;

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private RawHttp2 client() {
    return RawHttp2.client(gateway.server().port());
  }

  @Test
  void request_is_forwarded_in_the_words_of_the_app() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.awake(app);
      Http2Headers get =
          RawHttp2.get(HOST, "/a?b=c").add("cookie", "a=1").add("cookie", "b=2").add("x-y", "z");

      RawHttp2.Response response = client.exchange(get);

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hi");
      assertThat(response.head().get("content-length")).hasToString("2");
      assertThat(response.head().get("via")).hasToString("1.1 paastis");
      assertThat(app.heads().getFirst())
          .startsWith("GET /a?b=c HTTP/1.1\r\n")
          .contains("host: hello.localhost\r\n", "cookie: a=1; b=2\r\n", "x-y: z\r\n")
          .contains("x-forwarded-proto: http\r\n", "via: 2.0 paastis\r\n")
          .doesNotContain("transfer-encoding", "content-length");
    }
  }

  @Test
  void hundred_streams_are_answered_over_one_connection() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.awake(app);
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ids.add(client.request(RawHttp2.get(HOST, "/" + i), true));
      }

      assertThat(ids).allSatisfy(id -> assertThat(client.response(id).body()).isEqualTo("hi"));
    }
  }

  @Test
  void stream_to_a_sleeping_app_is_held_and_others_are_answered() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.asleep();
      int held = client.request(RawHttp2.get(HOST, "/"), true);
      await().until(() -> gateway.waiting() == 1);
      assertThat(client.exchange(RawHttp2.get("nobody.localhost", "/")).status()).isEqualTo(404);

      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.response(held).body()).isEqualTo("hi");
    }
  }

  @Test
  void browser_gets_the_waiting_page() {
    try (RawHttp2 client = client()) {
      gateway.asleep();

      RawHttp2.Response page = client.exchange(RawHttp2.get(HOST, "/").add("accept", "text/html"));

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("hello");
      assertThat(page.head().contains("connection")).isFalse();
    }
  }

  @Test
  void upload_without_length_is_chunked_for_the_app() {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              StringBuilder body = new StringBuilder();
              for (String line = connection.line(); !line.equals("0"); line = connection.line()) {
                body.append(line).append('|');
              }
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            });
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(RawHttp2.post(HOST, "/"), false);
      client.data(id, "abc", false).data(id, "de", true);

      assertThat(client.response(id).body()).isEqualTo("3|abc|2|de|");
    }
  }

  @Test
  void upload_that_is_held_leaves_room_for_others_of_its_connection() throws IOException {
    try (RawUpstream app = new RawUpstream(Http2Test::tellLength);
        RawHttp2 client = client()) {
      gateway.asleep();
      App other = TestGateway.app("other", List.of("other.localhost"));
      AppState awake = TestGateway.awakeAt(app.address());
      gateway.server().publish(TestGateway.row(other, 1, awake), null);
      int held = client.request(RawHttp2.post(HOST, "/"), false);

      int room = sendUntilStalled(client, held);
      assertThat(room).isGreaterThan(64_000);
      int flowing =
          client.request(
              RawHttp2.post("other.localhost", "/").add("content-length", "64000"), false);
      for (int i = 0; i < 4; i++) {
        client.data(flowing, new byte[16_000], i == 3);
      }

      assertThat(client.response(flowing).body()).isEqualTo("64000 bytes");
    }
  }

  private static void tellLength(RawUpstream.Connection connection) throws IOException {
    connection.head();
    int length = connection.in().readNBytes(64_000).length;
    String told = length + " bytes";
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + told.length() + "\r\n\r\n" + told);
  }

  /**
   * Sends to a held stream all that is read ahead of it and all that its window takes, and tells
   * what the window of the connection has left.
   */
  private static int sendUntilStalled(RawHttp2 client, int id) throws IOException {
    int piece = 16_000;
    int room = 65_535;
    int ofStream = 65_536;
    for (int sent = 0; sent < 1_000_000 || Math.min(room, ofStream) >= piece; ) {
      if (Math.min(room, ofStream) >= piece) {
        client.data(id, new byte[piece], false);
        room -= piece;
        ofStream -= piece;
        sent += piece;
      } else {
        RawHttp2.Frame frame = client.read();
        boolean wider = frame.type() == RawHttp2.WINDOW_UPDATE;
        room += wider && frame.stream() == 0 ? frame.payload().getInt(0) : 0;
        ofStream += wider && frame.stream() == id ? frame.payload().getInt(0) : 0;
      }
    }
    return room;
  }

  @Test
  void trailers_pass_in_both_directions() {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              while (!connection.line().equals("0")) {
                // the body
              }
              String sum = connection.line();
              connection.send(
                  """
                  HTTP/1.1 200 OK\r
                  Transfer-Encoding: chunked\r
                  Trailer: x-got\r
                  \r
                  2\r
                  ok\r
                  0\r
                  X-Got: %s\r
                  \r
                  """
                      .formatted(sum));
            });
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(RawHttp2.post(HOST, "/"), false);
      client.data(id, "abc", false);
      client.headers(id, new DefaultHttp2Headers().add("x-sum", "6"), true);

      RawHttp2.Response response = client.response(id);

      assertThat(response.body()).isEqualTo("ok");
      assertThat(response.trailers().get("x-got")).hasToString("x-sum: 6");
    }
  }

  @Test
  void early_hints_come_before_the_answer() {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        RawHttp2 client = client()) {
      gateway.awake(app);

      RawHttp2.Response response = client.exchange(RawHttp2.get(HOST, "/"));

      assertThat(response.heads().getFirst().status()).hasToString("103");
      assertThat(response.heads().getFirst().get("link")).hasToString("</a.css>");
      assertThat(response.body()).isEqualTo("hi");
    }
  }

  @Test
  void head_and_empty_answers_end_with_their_head() {
    try (RawUpstream app =
            RawUpstream.answeringRaw("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(RawHttp2.get(HOST, "/").method("HEAD"), true);

      RawHttp2.Frame only = Objects.requireNonNull(client.next());

      assertThat(only.stream()).isEqualTo(id);
      assertThat(only.ends()).isTrue();
      assertThat(only.headers().get("content-length")).hasToString("7");
    }
  }

  @Test
  void reader_that_pauses_pauses_the_app_and_not_its_other_streams() {
    AtomicBoolean through = new AtomicBoolean();
    byte[] mebibyte = new byte[1 << 20];
    try (RawUpstream app =
            new RawUpstream(connection -> {
              String head = Objects.requireNonNull(connection.head());
              if (head.startsWith("GET /big")) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n");
                for (int i = 0; i < 64; i++) {
                  connection.send(mebibyte);
                }
                through.set(true);
              } else {
                connection.send("HTTP/1.1 204 No Content\r\n\r\n");
              }
            });
        RawHttp2 client = client().stopReading()) {
      gateway.awake(app);
      client.request(RawHttp2.get(HOST, "/big"), true);
      int other = client.request(RawHttp2.get(HOST, "/small"), true);

      assertThat(client.response(other).status()).isEqualTo(204);
      assertThat(through).isFalse();
    }
  }

  @Test
  void client_that_resets_a_stream_is_forgotten_and_the_connection_goes_on() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.asleep();
      int id = client.request(RawHttp2.get(HOST, "/"), true);
      await().until(() -> gateway.waiting() == 1);
      client.reset(id, 8);
      await().until(() -> gateway.waiting() == 0);
      gateway.awake(app);

      assertThat(client.exchange(RawHttp2.get(HOST, "/")).body()).isEqualTo("hi");
    }
  }

  @Test
  void app_that_breaks_off_resets_its_stream_only() {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              String head = Objects.requireNonNull(connection.head());
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
              if (!head.startsWith("GET /cut")) {
                connection.send("1234567");
                connection.head();
              }
            });
        RawHttp2 client = client()) {
      gateway.awake(app);

      RawHttp2.Response cut = client.exchange(RawHttp2.get(HOST, "/cut"));

      assertThat(cut.reset()).isEqualTo(2);
      assertThat(client.exchange(RawHttp2.get(HOST, "/")).body()).isEqualTo("hi1234567");
    }
  }

  @Test
  void closing_gateway_says_so_and_lets_streams_end() {
    try (RawHttp2 client = client()) {
      gateway.asleep();
      int held = client.request(RawHttp2.get(HOST, "/"), true);
      await().until(() -> gateway.waiting() == 1);
      Thread.ofVirtual().start(gateway.server()::close);

      RawHttp2.Response refused = client.response(held);

      assertThat(refused.goneAway()).isEqualTo(0);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(client.next()).isNull();
    }
  }
}
