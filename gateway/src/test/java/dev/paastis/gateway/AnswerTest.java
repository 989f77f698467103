// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.wake.WakeOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the framing of answers between all sorts of apps and clients. */
final class AnswerTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  private static final String OLD = "GET / HTTP/1.0\r\nHost: " + HOST + "\r\n";

  private final TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void http_1_0_client_that_keeps_alive_is_kept_where_the_length_is_known() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      for (int i = 0; i < 2; i++) {
        RawClient.Response response = client.send(OLD + "Connection: keep-alive\r\n\r\n").read();

        assertThat(response.body()).isEqualTo("hi");
        assertThat(response.header("connection")).isEqualToIgnoringCase("keep-alive");
      }
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void http_1_0_client_without_keep_alive_is_closed() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.send(OLD + "\r\n").read().body()).isEqualTo("hi");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
  void chunked_answer_to_http_1_0_is_plain_and_ends_with_the_connection(String connection) {
    try (RawUpstream app = RawUpstream.answeringRaw(CHUNKED);
        RawClient client = gateway.awake(app).client()) {
      client.send(OLD + connection + "\r\n");
      String all = new String(client.toEnd(), StandardCharsets.UTF_8);

      assertThat(all).endsWith("\r\n\r\nhi").doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  @Test
  void app_is_asked_in_http_1_1_whatever_the_client_speaks() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.send(OLD + "\r\n").read();

      assertThat(app.heads().getFirst()).startsWith("GET / HTTP/1.1\r\n");
    }
  }

  @Test
  void http_1_0_client_gets_no_1xx() {
    RawUpstream.Script hinting =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        };
    try (RawUpstream app = new RawUpstream(hinting);
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.send(OLD + "\r\n").read().status()).isEqualTo(200);
    }
  }

  @Test
  void several_1xx_come_before_the_answer() {
    RawUpstream.Script hinting =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 102 Processing\r\n\r\n");
          connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        };
    try (RawUpstream app = new RawUpstream(hinting);
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(102);
      assertThat(client.read().header("link")).isEqualTo("</a>");
      assertThat(client.read().body()).isEqualTo("hi");
    }
  }

  @Test
  void answer_without_a_body_leaves_the_connection_ready_for_the_next() {
    for (String head :
        new String[] {
          "204 No Content\r\n",
          "204 No Content\r\nContent-Length: 0\r\n",
          "304 Not Modified\r\nContent-Length: 1000\r\n",
          "304 Not Modified\r\nTransfer-Encoding: chunked\r\n",
        }) {
      try (RawUpstream app = RawUpstream.answeringRaw("HTTP/1.1 " + head + "\r\n");
          RawClient client = gateway.awake(app).client()) {
        int status = Integer.parseInt(head.substring(0, 3));
        assertThat(client.get(HOST, "/").read().status()).isEqualTo(status);
        assertThat(client.get(HOST, "/").read().status()).isEqualTo(status);
        assertThat(app.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void head_is_held_and_answered_without_a_body() {
    try (RawUpstream app =
            RawUpstream.answeringRaw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        RawClient client = gateway.asleep().client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      await().until(() -> gateway.waiting() == 1);
      gateway.awake(app);

      assertThat(client.readHead().header("content-length")).isEqualTo("1000");
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(200);
    }
  }

  @Test
  void head_that_cannot_be_forwarded_gets_a_head_only() {
    try (RawClient client = gateway.client()) {
      String head = "HEAD / HTTP/1.1\r\nHost: nobody.localhost\r\n";
      assertThat(client.send(head + "\r\n").readHead().status()).isEqualTo(404);
      assertThat(client.send(head + "\r\n").readHead().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void body_of_a_request_that_usually_has_none_is_passed_on(String method) {
    RawUpstream.Script reading =
        connection -> {
          while (connection.head() != null) {
            String body = new String(connection.in().readNBytes(4), StandardCharsets.UTF_8);
            connection.send("HTTP/1.1 200 OK\r\nX-Body: " + body + "\r\nContent-Length: 0\r\n\r\n");
          }
        };
    try (RawUpstream app = new RawUpstream(reading);
        RawClient client = gateway.awake(app).client()) {
      for (int i = 0; i < 2; i++) {
        client.send(method + " / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 4\r\n\r\nbody");
        assertThat(client.readHead().header("x-body")).isEqualTo("body");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Content-Length: 2\r\nContent-Length: 3",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: gzip",
      })
  void answer_whose_end_can_be_read_in_two_ways_is_502(String framing) {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response response = client.get(HOST, "/").read();

      assertThat(response.status()).isEqualTo(502);
      assertThat(response.body()).contains("app-broke-off");
      assertThat(client.get("nobody.localhost", "/").read().status()).isEqualTo(404);
    }
  }

  @Test
  void chunked_answer_cut_short_is_cut_short_for_the_client() {
    RawUpstream.Script breaking =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n");
        };
    try (RawUpstream app = new RawUpstream(breaking);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/").readEventHead();

      assertThat(client.line()).isEqualTo("2");
      assertThat(client.line()).isEqualTo("hi");
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void app_that_says_close_is_not_asked_over_that_connection_again() {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response first = client.get(HOST, "/").read();

      assertThat(first.header("connection")).isEmpty();
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("hi");
      assertThat(app.connections()).isEqualTo(2);
    }
  }

  @Test
  void answer_that_nobody_asked_for_does_not_reach_the_next_request() {
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
    RawUpstream.Script doubling =
        connection -> {
          connection.head();
          connection.send(ok + "ok" + ok + "no");
          connection.head();
        };
    try (RawUpstream app = new RawUpstream(doubling);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/1").get(HOST, "/2").get(HOST, "/3");

      for (int i = 0; i < 3; i++) {
        assertThat(client.read().body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void bytes_beyond_ascii_in_header_values_arrive_unchanged() {
    String value = "caf\u00c3\u00a9 \u00ff\u0080";
    RawUpstream.Script mirror =
        connection -> {
          String head = connection.latinHead();
          String seen = head.lines().filter(line -> line.startsWith("X-In: ")).findFirst().get();
          connection.send(
              ("HTTP/1.1 200 OK\r\nX-Out: " + seen.substring(6) + "\r\nContent-Length: 0\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
        };
    try (RawUpstream app = new RawUpstream(mirror);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "X-In: " + value, "Connection: close");

      assertThat(new String(client.toEnd(), StandardCharsets.ISO_8859_1))
          .containsIgnoringCase("x-out: " + value + "\r\n");
    }
  }

  @Test
  void bytes_beyond_ascii_in_the_address_arrive_unchanged() {
    String path = "/caf\u00c3\u00a9?\u00ff";
    RawUpstream.Script mirror =
        connection -> {
          String seen = connection.latinHead().split(" ", 3)[1];
          byte[] body = seen.getBytes(StandardCharsets.ISO_8859_1);
          connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
          connection.send(body);
        };
    try (RawUpstream app = new RawUpstream(mirror);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, path, "Connection: close");

      assertThat(new String(client.toEnd(), StandardCharsets.ISO_8859_1)).contains(path);
    }
  }

  @Test
  void trailer_is_announced_and_te_is_not_passed_on() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nTE: trailers\r\nConnection: TE\r\nTrailer: X-Sum\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: 1\r\n\r\n");
      client.read();

      assertThat(app.heads().getFirst().toLowerCase(Locale.ROOT))
          .contains("trailer: x-sum")
          .doesNotContain("\r\nte:");
    }
  }

  @Test
  void second_pipelined_request_may_be_for_another_host() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/").get("nobody.localhost", "/").get("www.hello.example", "/");

      assertThat(client.read().body()).isEqualTo("hi");
      assertThat(client.read().status()).isEqualTo(404);
      assertThat(client.read().body()).isEqualTo("hi");
    }
  }

  @Test
  void second_pipelined_request_is_held_when_the_app_falls_asleep_between() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.asleep().client()) {
      client.get(HOST, "/").get(HOST, "/").get("nobody.localhost", "/");
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.read().body()).isEqualTo("hi");
      assertThat(client.read().body()).isEqualTo("hi");
      assertThat(client.read().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HELLO.localhost",
        "hello.localhost.",
        "hello.LocalHost.:8080",
        "hello.localhost:1",
        "WWW.hello.example.",
      })
  void host_is_found_however_it_is_written(String host) {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(host, "/").read().body()).isEqualTo("hi");
      assertThat(app.heads().getFirst()).contains(host);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]", "[::1]:8080", "[fe80::1%25eth0]:80", "127.0.0.1", "", "[", ":"})
  void address_that_is_no_app_is_404(String host) {
    try (RawClient client = gateway.client()) {
      assertThat(client.get(host, "/").read().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://%s/a?b=c", "HTTP://%s/a?b=c", "https://%s/a?b=c"})
  void absolute_form_becomes_origin_form(String form) {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, form.formatted(HOST)).read();

      assertThat(app.heads().getFirst()).startsWith("GET /a?b=c HTTP/1.1\r\n");
    }
  }
}
