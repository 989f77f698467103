// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two servers could read in two ways, and clients that mean no good. */
final class SmugglingTest {
  private static final String H = "Host: " + HOST + "\r\n";
  private static final RawUpstream APP =
      RawUpstream.answeringRaw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  private static final TestGateway GATEWAY =
      new TestGateway(s -> s.withTimeouts(Timeouts.DEFAULT.withHead(Duration.ofMillis(300))))
          .awake(APP);

  @AfterAll
  static void close() {
    GATEWAY.close();
    APP.close();
  }

  static Stream<String> ambiguous() {
    return Stream.of(
        "POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST / HTTP/1.1\r\n" + H + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\n" + H + "Content-Length: 5, 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\n" + H + "Content-Length: +5\r\n\r\nhello",
        "POST / HTTP/1.1\r\n" + H + "Content-Length: 0x5\r\n\r\nhello",
        "POST / HTTP/1.1\r\n" + H + "Content-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\n" + H + "Content-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\n"
            + H
            + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n"
            + H
            + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n"
            + H
            + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + H + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\n" + H + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + "X-A: 1\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + "X-A: 1\r\n\tfolded\r\n\r\n",
        "GET / HTTP/1.1\r\n " + H + "\r\n",
        "GET / HTTP/1.1\r\n" + H + "X-A: 1\rX-B: 2\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + "X-A: a\0b\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + "X-A\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + ": 1\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + "X A: 1\r\n\r\n",
        "GET / HTTP/1.1\n" + H + "\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n" + H + H + "\r\n",
        "GET / HTTP/1.1\r\n" + H + "Host: other.localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: u@hello.localhost\r\n\r\n",
        "GET http://other.localhost/ HTTP/1.1\r\n" + H + "\r\n",
        "GET hello HTTP/1.1\r\n" + H + "\r\n",
        "GET * HTTP/1.1\r\n" + H + "\r\n",
        "GET /\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void request_with_two_readings_is_refused_and_the_connection_closed(String request) {
    int before = APP.heads().size();
    try (RawClient client = GATEWAY.client()) {
      client.send(request + "GET /smuggled HTTP/1.1\r\n" + H + "\r\n");

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.atEnd()).isTrue();
    }
    assertThat(APP.heads()).hasSize(before);
    assertThat(GATEWAY.inFlight()).isZero();
  }

  static Stream<String> badChunks() {
    return Stream.of(
        "zz\r\nabc\r\n", "-1\r\n", "3\r\nabcdef\r\n", "3\nabc\n0\n\n", "100000000000\r\n");
  }

  @ParameterizedTest
  @MethodSource("badChunks")
  void body_that_is_not_chunked_ends_the_connection(String chunks) {
    try (RawClient client = GATEWAY.client()) {
      client.send("POST / HTTP/1.1\r\n" + H + "Transfer-Encoding: chunked\r\n\r\n");
      client.send(chunks + "GET /smuggled HTTP/1.1\r\n" + H + "\r\n");
      client.toEnd();
    }
    assertThat(APP.heads()).noneMatch(head -> head.contains("/smuggled"));
    await().until(() -> GATEWAY.inFlight() == 0);
  }

  @Test
  void absolute_form_with_the_same_host_is_forwarded_in_origin_form() {
    try (RawClient client = GATEWAY.client()) {
      client.send("GET http://" + HOST + "/abs?x=1 HTTP/1.1\r\n" + H + "\r\n");

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(APP.heads()).anyMatch(head -> head.startsWith("GET /abs?x=1 HTTP/1.1\r\n"));
    }
  }

  @Test
  void connect_is_405() {
    assertThat(statusOf("CONNECT hello:80 HTTP/1.1\r\n" + H + "\r\n")).isEqualTo(405);
  }

  @Test
  void other_versions_are_505() {
    assertThat(statusOf("GET / HTTP/2.0\r\n" + H + "\r\n")).isEqualTo(505);
  }

  @Test
  void long_address_is_414() {
    assertThat(statusOf("GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + H + "\r\n")).isEqualTo(414);
  }

  @Test
  void large_headers_are_431() {
    String header = "X-A: " + "a".repeat(7000) + "\r\n";
    assertThat(statusOf("GET / HTTP/1.1\r\n" + H + header.repeat(6) + "\r\n")).isEqualTo(431);
  }

  @Test
  void slow_head_is_408() {
    assertThat(statusOf("GET / HTTP/1.1\r\nHost: hel")).isEqualTo(408);
  }

  private static int statusOf(String request) {
    try (RawClient client = GATEWAY.client()) {
      int status = client.send(request).read().status();
      assertThat(client.atEnd()).isTrue();
      return status;
    }
  }
}
