// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests to an app that is awake. */
final class ForwardTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final TestGateway gateway =
      new TestGateway(settings -> settings.withTrustedPeers(List.of()));

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void awake_app_answers_through_the_gateway() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response response = client.get(HOST, "/a?b=c").read();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hi");
      assertThat(response.header("via")).isEqualTo("1.1 paastis");
      assertThat(app.heads().getFirst()).startsWith("GET /a?b=c HTTP/1.1\r\n");
    }
  }

  @Test
  void connections_on_both_sides_are_used_again() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("hi");
      }

      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() {
    try (RawUpstream app = echoingPath();
        RawClient client = gateway.awake(app).client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: ").append(HOST).append("\r\n\r\n");
      }
      client.send(all.toString());

      for (int i = 0; i < 50; i++) {
        assertThat(client.read().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void head_has_the_length_and_no_body() {
    try (RawUpstream app =
            RawUpstream.answeringRaw("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        RawClient client = gateway.awake(app).client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.readHead().header("content-length")).isEqualTo("1234");
      client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(200);
    }
  }

  @Test
  void request_bodies_of_both_framings_arrive_whole() {
    try (RawUpstream app = echoingBody();
        RawClient client = gateway.awake(app).client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.read().body()).isEqualTo("hello");
      client.send(
          "POST / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertThat(client.read().body()).isEqualTo("abcde");
    }
  }

  @Test
  void chunked_answer_keeps_its_trailers() {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                RawUpstream.http(
                    "HTTP/1.1 200 OK",
                    "Transfer-Encoding: chunked",
                    "Trailer: X-Sum",
                    "",
                    "3",
                    "abc",
                    "0",
                    "X-Sum: 6",
                    "",
                    ""));
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response response = client.get(HOST, "/").read();

      assertThat(response.body()).isEqualTo("abc");
      assertThat(response.trailers().toLowerCase(Locale.ROOT)).contains("x-sum=6");
    }
  }

  @Test
  void answer_that_ends_with_the_connection_becomes_chunked() {
    try (RawUpstream app = closing("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
        RawClient client = gateway.awake(app).client()) {
      for (int i = 0; i < 2; i++) {
        RawClient.Response response = client.get(HOST, "/").read();
        assertThat(response.body()).isEqualTo("until the end");
        assertThat(response.header("transfer-encoding")).isEqualTo("chunked");
      }
    }
  }

  @Test
  void http_1_0_client_gets_the_body_until_the_end() {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response response =
          client.send("GET / HTTP/1.0\r\nHost: " + HOST + "\r\n\r\n").read();

      assertThat(response.body()).isEqualTo("abc");
      assertThat(response.header("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void answer_cut_short_is_cut_short_for_the_client() {
    try (RawUpstream app = closing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/");

      String seen = new String(client.toEnd(), StandardCharsets.UTF_8);
      assertThat(seen.toLowerCase(Locale.ROOT)).contains("content-length: 10").endsWith("abc");
    }
  }

  @Test
  void expect_100_is_answered_by_the_app() {
    AtomicInteger asked = new AtomicInteger();
    try (RawUpstream app = new RawUpstream(connection -> continueFirst(connection, asked));
        RawClient client = gateway.awake(app).client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(100);
      assertThat(asked).hasValue(1);
      client.send("body");
      assertThat(client.read().body()).isEqualTo("body");
      assertThat(client.get(HOST, "/next").send("").readHead().status()).isEqualTo(100);
    }
  }

  @Test
  void early_hints_do_not_disturb_the_answer_to_head() {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                RawUpstream.http(
                    "HTTP/1.1 103 Early Hints",
                    "Link: </a>",
                    "",
                    "HTTP/1.1 200 OK",
                    "Transfer-Encoding: chunked",
                    "",
                    ""));
        RawClient client = gateway.awake(app).client()) {
      for (int i = 0; i < 2; i++) {
        client.send("HEAD / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(103);
        assertThat(client.readHead().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void hop_by_hop_headers_and_what_connection_names_are_stripped() {
    try (RawUpstream app =
            RawUpstream.answeringRaw(
                RawUpstream.http(
                    "HTTP/1.1 200 OK",
                    "Content-Length: 2",
                    "Connection: X-Secret",
                    "X-Secret: 1",
                    "Keep-Alive: timeout=5",
                    "",
                    "ok"));
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response response =
          client
              .get(
                  HOST,
                  "/",
                  "Connection: keep-alive, X-Gone, Host",
                  "X-Gone: 1",
                  "TE: trailers",
                  "Proxy-Authorization: x",
                  "Upgrade: h2c",
                  "X-Kept: 1")
              .read();

      String head = app.heads().getFirst().toLowerCase(Locale.ROOT);
      assertThat(head).contains("host: " + HOST, "x-kept: 1");
      assertThat(head).doesNotContain("x-gone", "te:", "proxy-auth", "upgrade", "connection");
      assertThat(response.headers()).doesNotContainKeys("x-secret", "keep-alive");
    }
  }

  @Test
  void forwarded_headers_of_strangers_are_dropped() {
    try (RawUpstream app = RawUpstream.answeringRaw(OK);
        RawClient client = gateway.awake(app).client()) {
      client
          .get(
              HOST,
              "/",
              "X-Forwarded-For: 6.6.6.6",
              "X-Forwarded-Proto: https",
              "Forwarded: for=1",
              "X-Forwarded-Host: evil",
              "X-Real-IP: 6.6.6.6")
          .read();

      assertThat(app.heads().getFirst().toLowerCase(Locale.ROOT))
          .contains("x-forwarded-for: 127.0.0.1", "x-forwarded-proto: http\r\n")
          .contains("x-forwarded-host: " + HOST, "via: 1.1 paastis")
          .contains("forwarded: for=127.0.0.1;host=" + HOST + ";proto=http\r\n")
          .doesNotContain("6.6.6.6", "evil", "for=1\r");
    }
  }

  @Test
  void forwarded_headers_of_trusted_peers_are_kept() {
    try (TestGateway trusting =
            new TestGateway(settings -> settings.withTrustedPeers(List.of("127.0.0.0/8")));
        RawUpstream app = RawUpstream.answeringRaw(OK);
        RawClient client = trusting.awake(app).client()) {
      client.get(HOST, "/", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https").read();

      assertThat(app.heads().getFirst().toLowerCase(Locale.ROOT))
          .contains("x-forwarded-for: 1.2.3.4, 127.0.0.1", "x-forwarded-proto: https");
    }
  }

  @Test
  void refused_connection_is_502_and_does_not_wake() {
    RawUpstream app = RawUpstream.answering("");
    app.close();
    try (RawClient client = gateway.awake(app).client()) {
      RawClient.Response response = client.get(HOST, "/").read();

      assertThat(response.status()).isEqualTo(502);
      assertThat(response.header("content-type")).isEqualTo("application/problem+json");
      assertThat(response.body()).contains("\"code\":\"app-unreachable\"");
      assertThat(gateway.wakes()).isEmpty();
      assertThat(gateway.inFlight()).isZero();
    }
  }

  @Test
  void app_that_closes_without_an_answer_is_502() {
    try (RawUpstream app = new RawUpstream(RawUpstream.Connection::head);
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(502);
    }
  }

  @Test
  void app_that_answers_nonsense_is_502() {
    try (RawUpstream app = RawUpstream.answeringRaw("SSH-2.0-OpenSSH\r\n\r\n");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(502);
    }
  }

  @Test
  void stale_connection_is_replaced_once() {
    AtomicInteger served = new AtomicInteger();
    RawUpstream.Script oncePerConnection =
        connection -> {
          if (connection.head() != null) {
            served.incrementAndGet();
            connection.send(OK);
            connection.head(); // read and then closed without a word
          }
        };
    try (RawUpstream app = new RawUpstream(oncePerConnection);
        RawClient client = gateway.awake(app).client()) {
      for (int i = 0; i < 6; i++) {
        assertThat(client.get(HOST, "/").read().status()).isEqualTo(200);
      }
      assertThat(served).hasValue(6);
    }
  }

  @Test
  void client_that_leaves_frees_the_app() {
    try (RawUpstream app = silent()) {
      try (RawClient client = gateway.awake(app).client()) {
        client.get(HOST, "/");
        await().until(() -> gateway.inFlight() == 1);
      }
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  private static RawUpstream silent() {
    return new RawUpstream(connection -> {
      while (connection.head() != null) {
        connection.socket().setKeepAlive(true); // and no word
      }
    });
  }

  private static RawUpstream echoingPath() {
    return new RawUpstream(connection -> {
      for (String head = connection.head(); head != null; head = connection.head()) {
        String path = head.split(" ", 3)[1];
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
      }
    });
  }

  private static RawUpstream echoingBody() {
    return new RawUpstream(connection -> {
      for (String head = connection.head(); head != null; head = connection.head()) {
        String body = bodyOf(connection, head);
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      }
    });
  }

  private static String bodyOf(RawUpstream.Connection connection, String head) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    if (!lower.contains("transfer-encoding: chunked")) {
      int at = lower.indexOf("content-length: ") + 16;
      int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
      return new String(connection.in().readNBytes(length), StandardCharsets.UTF_8);
    }
    StringBuilder body = new StringBuilder();
    for (int size = Integer.parseInt(connection.line(), 16);
        size > 0;
        size = Integer.parseInt(connection.line(), 16)) {
      body.append(new String(connection.in().readNBytes(size), StandardCharsets.UTF_8));
      connection.line();
    }
    connection.line();
    return body.toString();
  }

  private static RawUpstream closing(String response) {
    return new RawUpstream(connection -> {
      if (connection.head() != null) {
        connection.send(response);
      }
    });
  }

  private static void continueFirst(RawUpstream.Connection connection, AtomicInteger asked)
      throws IOException {
    for (String head = connection.head(); head != null; head = connection.head()) {
      asked.incrementAndGet();
      connection.send("HTTP/1.1 100 Continue\r\n\r\n");
      String body = head.startsWith("POST") ? bodyOf(connection, head) : "";
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
  }
}
