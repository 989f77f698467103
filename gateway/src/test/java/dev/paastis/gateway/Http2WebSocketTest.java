// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.wake.WakeOutcome;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSocket over a stream of HTTP/2, RFC 8441, to apps that know HTTP/1.1. */
class Http2WebSocketTest {
  private static final char ENABLE_CONNECT_PROTOCOL = 8;

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private RawHttp2 client() {
    return RawHttp2.client(gateway.server().port());
  }

  private static Http2Headers connect() {
    return RawHttp2.get(TestGateway.HOST, "/chat")
        .method("CONNECT")
        .add(":protocol", "websocket")
        .add("sec-websocket-version", "13")
        .add("sec-websocket-protocol", "chat");
  }

  private static void echo(RawUpstream.Connection connection) throws IOException {
    connection.head();
    connection.send(
        RawUpstream.http(
            "HTTP/1.1 101 Switching Protocols",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: abc",
            "Sec-WebSocket-Protocol: chat",
            "",
            ""));
    byte[] buffer = new byte[64];
    for (int n = connection.in().read(buffer); n > 0; n = connection.in().read(buffer)) {
      connection.send(Arrays.copyOf(buffer, n));
    }
  }

  @Test
  void gateway_says_that_it_takes_them() throws IOException {
    try (RawHttp2 client = client()) {
      RawHttp2.Frame settings = client.read();

      assertThat(settings.type()).isEqualTo(RawHttp2.SETTINGS);
      boolean told = false;
      for (int i = 0; i < settings.payload().readableBytes(); i += 6) {
        told |=
            settings.payload().getShort(i) == ENABLE_CONNECT_PROTOCOL
                && settings.payload().getInt(i + 2) == 1;
      }
      assertThat(told).isTrue();
    }
  }

  @Test
  void stream_becomes_a_tunnel() {
    try (RawUpstream app = new RawUpstream(Http2WebSocketTest::echo);
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(connect(), false);
      Http2Headers agreed = Objects.requireNonNull(client.next()).headers();
      client.data(id, "hello", false);

      RawHttp2.Frame back = Objects.requireNonNull(client.next());

      assertThat(agreed.status()).hasToString("200");
      assertThat(agreed.get("sec-websocket-protocol")).hasToString("chat");
      assertThat(agreed.contains("sec-websocket-accept")).isFalse();
      assertThat(ByteBufUtil.getBytes(back.payload())).asString().isEqualTo("hello");
      assertThat(app.heads().getFirst())
          .startsWith("GET /chat HTTP/1.1\r\n")
          .containsIgnoringCase("upgrade: websocket\r\n")
          .containsIgnoringCase("sec-websocket-key: ");
    }
  }

  @Test
  void upgrade_to_a_sleeping_app_is_held_and_what_came_early_arrives() {
    try (RawUpstream app = new RawUpstream(Http2WebSocketTest::echo);
        RawHttp2 client = client()) {
      gateway.asleep();
      int id = client.request(connect(), false);
      client.data(id, "early", false);
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(Objects.requireNonNull(client.next()).headers().status()).hasToString("200");
      assertThat(ByteBufUtil.getBytes(Objects.requireNonNull(client.next()).payload()))
          .asString()
          .isEqualTo("early");
    }
  }

  @Test
  void app_that_answers_with_a_page_has_not_agreed() {
    try (RawUpstream app = RawUpstream.answering("a page");
        RawHttp2 client = client()) {
      gateway.awake(app);

      assertThat(client.response(client.request(connect(), false)).status()).isEqualTo(502);
    }
  }

  @Test
  void end_on_one_side_is_the_end_on_the_other() {
    try (RawUpstream app = new RawUpstream(Http2WebSocketTest::echo);
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(connect(), false);
      assertThat(client.next()).isNotNull();
      client.data(id, "bye", true);

      assertThat(client.response(id).body()).isEqualTo("bye");
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  @Test
  void app_that_leaves_ends_the_stream_and_leaves_the_connection() {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              connection.send(
                  RawUpstream.http(
                      "HTTP/1.1 101 Switching Protocols",
                      "Connection: Upgrade",
                      "Upgrade: websocket",
                      "",
                      "last words"));
            });
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(connect(), false);

      assertThat(client.response(id).body()).isEqualTo("last words");
      assertThat(client.exchange(RawHttp2.get("nobody.localhost", "/")).status()).isEqualTo(404);
    }
  }

  @Test
  void client_that_resets_closes_the_app_s_connection() {
    try (RawUpstream app = new RawUpstream(Http2WebSocketTest::echo);
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(connect(), false);
      assertThat(client.next()).isNotNull();
      assertThat(gateway.inFlight()).isEqualTo(1);

      client.reset(id, 8);

      await().until(() -> gateway.inFlight() == 0);
    }
  }

  @Test
  void closing_gateway_says_that_it_goes_away() {
    try (RawUpstream app = new RawUpstream(Http2WebSocketTest::echo);
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(connect(), false);
      assertThat(client.next()).isNotNull();
      Thread.ofVirtual().start(gateway.server()::close);

      RawHttp2.Response rest = client.response(id);

      assertThat(rest.goneAway()).isZero();
      assertThat(rest.body().charAt(2)).isEqualTo((char) 3); // 1001, in a frame of two bytes
    }
  }
}
