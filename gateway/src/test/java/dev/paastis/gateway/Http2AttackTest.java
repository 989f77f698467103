// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that break the rules of HTTP/2, or keep them in order to do harm. */
class Http2AttackTest {
  private static final String HOST = TestGateway.HOST;
  private static final int PROTOCOL_ERROR = 1;
  private static final int ENHANCE_YOUR_CALM = 11;

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private RawHttp2 client() {
    return RawHttp2.client(gateway.server().port());
  }

  private static Arguments broken(String name, UnaryOperator<Http2Headers> change) {
    return argumentSet(name, change);
  }

  /** What an HTTP/1.1 app could read as something else, RFC 9113, sections 8.2 and 8.3. */
  static Stream<Arguments> malformed() {
    return Stream.of(
        broken("line end in a value", get -> get.add("x-a", "b\r\nevil: yes")),
        broken("bare LF in a value", get -> get.add("x-a", "b\nGET /evil HTTP/1.1")),
        broken("NUL in a value", get -> get.add("x-a", "b\0c")),
        broken("blank before a value", get -> get.add("x-a", " b")),
        broken("capitals in a name", get -> get.add("X-A", "b")),
        broken("colon in a name", get -> get.add("x:a", "b")),
        broken("blank in a name", get -> get.add("x a", "b")),
        broken("line end in a name", get -> get.add("x\r\na", "b")),
        broken("transfer-encoding", get -> get.add("transfer-encoding", "chunked")),
        broken("connection", get -> get.add("connection", "x-forwarded-for")),
        broken("upgrade", get -> get.add("upgrade", "websocket")),
        broken("te other than trailers", get -> get.add("te", "gzip")),
        broken("blank in the path", get -> get.path("/ HTTP/1.1\r\nevil: yes")),
        broken("no path", get -> get.path("")),
        broken("absolute path", get -> get.path("http://other.localhost/")),
        broken("star for GET", get -> get.path("*")),
        broken("two hosts", get -> get.add("host", "other.localhost")),
        broken("blank in the method", get -> get.method("GET /evil HTTP/1.1\r\nx:")),
        broken("tunnel to anywhere", get -> get.method("CONNECT")),
        broken("other protocol", get -> get.method("CONNECT").add(":protocol", "connect-udp")));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformed_request_is_reset_and_nothing_reaches_the_app(UnaryOperator<Http2Headers> change) {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.awake(app);

      RawHttp2.Response response =
          client.response(client.request(change.apply(RawHttp2.get(HOST, "/")), true));

      boolean refused =
          response.reset() != null || response.goneAway() != null || response.status() == 400;
      assertThat(refused).isTrue();
      assertThat(app.heads()).isEmpty();
    }
  }

  @Test
  void body_of_another_length_than_said_is_reset() {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              connection.line();
            });
        RawHttp2 client = client()) {
      gateway.awake(app);
      int id = client.request(RawHttp2.post(HOST, "/").add("content-length", "3"), false);
      client.data(id, "abcdGET /evil HTTP/1.1", true);

      assertThat(client.response(id).reset()).isEqualTo(PROTOCOL_ERROR);
      assertThat(app.heads()).allSatisfy(head -> assertThat(head).doesNotContain("evil"));
    }
  }

  @Test
  void fields_beyond_the_bound_are_refused() {
    try (RawHttp2 client = client()) {
      Http2Headers large = RawHttp2.get(HOST, "/").add("x-a", "b".repeat(15_000));
      for (int i = 0; i < 3; i++) {
        large.add("x-" + i, "c".repeat(15_000));
      }

      int id = client.request(RawHttp2.get(HOST, "/").add("x", "y".repeat(100)), true);
      assertThat(client.response(id).status()).isNotEqualTo(431);
      byte[] block = client.encode(3, large);
      client.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 3, Arrays.copyOf(block, 16_000));
      for (int at = 16_000; at < block.length; at += 16_000) {
        int end = Math.min(at + 16_000, block.length);
        int flags = end == block.length ? RawHttp2.END_HEADERS : 0;
        client.frame(RawHttp2.CONTINUATION, flags, 3, Arrays.copyOfRange(block, at, end));
      }

      RawHttp2.Response response = client.response(3);
      assertThat(response.goneAway() != null || response.status() == 431).isTrue();
    }
  }

  /** CVE-2023-44487. */
  @Test
  void rapid_resets_end_the_connection() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.awake(app);

      assertThat(
              afterAll(
                  client,
                  1_000,
                  i -> client.reset(client.request(RawHttp2.get(HOST, "/"), true), 8)))
          .isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  /** CVE-2024-27316 and its like. */
  @Test
  void endless_fields_end_the_connection() {
    try (RawHttp2 client = client()) {
      byte[] block = client.encode(1, RawHttp2.get(HOST, "/"));
      client.frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, block);

      assertThat(
              afterAll(client, 1_000, i -> client.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0])))
          .isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void flood_of_settings_ends_the_connection() {
    try (RawHttp2 client = client()) {
      assertThat(afterAll(client, 5_000, i -> client.frame(RawHttp2.SETTINGS, 0, 0, new byte[0])))
          .isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void flood_of_pings_ends_the_connection() {
    try (RawHttp2 client = client()) {
      assertThat(afterAll(client, 5_000, i -> client.frame(RawHttp2.PING, 0, 0, new byte[8])))
          .isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void endless_empty_data_ends_the_connection() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawHttp2 client = client()) {
      gateway.asleep();
      int id = client.request(RawHttp2.post(HOST, "/"), false);

      assertThat(afterAll(client, 1_000, i -> client.data(id, "", false)))
          .isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(app.heads()).isEmpty();
    }
  }

  private interface Attack {
    void go(int i);
  }

  /** Sends until the gateway has had enough; says with which code it left, where that arrives. */
  private static int afterAll(RawHttp2 client, int times, Attack attack) {
    try {
      for (int i = 0; i < times; i++) {
        attack.go(i);
      }
      return client.goAway();
    } catch (UncheckedIOException e) {
      // The end of a connection with bytes unread may overtake the word of farewell.
      assertThat(e.getCause()).isInstanceOf(SocketException.class);
      return ENHANCE_YOUR_CALM;
    }
  }
}
