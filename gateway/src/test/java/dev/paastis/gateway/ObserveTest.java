// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.wake.WakeOutcome;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer and an app are told: the request's id, and whether it waited. */
final class ObserveTest {
  private static final String ID = "[0-9a-f]{32}";

  private TestGateway gateway = new TestGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private RawHttp2 http2() {
    return RawHttp2.client(gateway.server().port());
  }

  private void trustEverybodyHere() {
    gateway.close();
    gateway = new TestGateway(settings -> settings.withTrustedPeers(List.of("127.0.0.1")));
  }

  private static String sentTo(RawUpstream app) {
    String head = app.heads().getLast();
    return head.replaceAll("(?is).*x-request-id: ([^\r\n]*).*", "$1");
  }

  @Test
  void app_and_client_are_told_the_same_id() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client();
        RawHttp2 other = http2()) {
      RawClient.Response first = client.get(HOST, "/").read();
      assertThat(first.header("x-request-id")).matches(ID).isEqualTo(sentTo(app));

      RawClient.Response second = client.get(HOST, "/").read();
      assertThat(second.header("x-request-id")).matches(ID).isEqualTo(sentTo(app));
      assertThat(second.header("x-request-id")).isNotEqualTo(first.header("x-request-id"));

      Http2Headers third = other.exchange(RawHttp2.get(HOST, "/")).head();
      assertThat(third.get("x-request-id").toString()).matches(ID).isEqualTo(sentTo(app));
    }
  }

  @Test
  void id_of_a_stranger_is_replaced() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      RawClient.Response answer = client.get(HOST, "/", "X-Request-Id: mine").read();

      assertThat(answer.header("x-request-id")).matches(ID);
      assertThat(app.heads().getLast()).doesNotContain("mine");
    }
  }

  @Test
  void id_of_a_trusted_peer_is_taken_over() {
    trustEverybodyHere();
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client();
        RawHttp2 other = http2()) {
      assertThat(client.get(HOST, "/", "X-Request-Id: mine-1").read().header("x-request-id"))
          .isEqualTo("mine-1")
          .isEqualTo(sentTo(app));
      Http2Headers asked = RawHttp2.get(HOST, "/").add("x-request-id", "mine-2");
      assertThat(other.exchange(asked).head().get("x-request-id")).hasToString("mine-2");
    }
  }

  @Test
  void malformed_id_of_a_trusted_peer_is_replaced() {
    trustEverybodyHere();
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      for (String bad : List.of("a b", "\"x\"", "x".repeat(129), "")) {
        RawClient.Response answer = client.get(HOST, "/", "X-Request-Id: " + bad).read();
        assertThat(answer.header("x-request-id")).matches(ID).isEqualTo(sentTo(app));
      }
    }
  }

  @Test
  void app_cannot_give_an_answer_another_id() {
    String answer = "HTTP/1.1 200 OK\r\nX-Request-Id: forged\r\nContent-Length: 2\r\n\r\nhi";
    try (RawUpstream app = RawUpstream.answeringRaw(answer);
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/").read().header("x-request-id")).isEqualTo(sentTo(app));
    }
  }

  @Test
  void id_named_by_connection_reaches_the_app_all_the_same() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "Connection: x-request-id, keep-alive").read();

      assertThat(sentTo(app)).matches(ID);
    }
  }

  @Test
  void answers_of_our_own_have_an_id_in_head_and_body() {
    try (RawClient client = gateway.client();
        RawHttp2 other = http2()) {
      RawClient.Response unknown = client.get("nobody.localhost", "/").read();
      assertThat(unknown.body()).contains("\"request\":\"" + unknown.header("x-request-id") + "\"");
      assertThat(unknown.header("x-request-id")).matches(ID);

      RawClient.Response unreadable = client.send("nonsense\r\n\r\n").read();
      assertThat(unreadable.header("x-request-id")).matches(ID);

      RawHttp2.Response same = other.exchange(RawHttp2.get("nobody.localhost", "/"));
      assertThat(same.body()).contains(same.head().get("x-request-id"));
    }
  }

  @Test
  void refused_grpc_call_has_an_id() {
    try (RawHttp2 client = http2()) {
      Http2Headers call =
          RawHttp2.post("nobody.localhost", "/a.B/c").add("content-type", "application/grpc");

      assertThat(client.exchange(call).head().get("x-request-id").toString()).matches(ID);
    }
  }

  @Test
  void awake_answer_says_nothing_of_waiting() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/").read().headers())
          .doesNotContainKeys("x-paastis-cold", "server-timing");
    }
  }

  @Test
  void answer_that_waited_says_so_and_for_how_long() {
    String answer = "HTTP/1.1 200 OK\r\nServer-Timing: db;dur=3\r\nContent-Length: 2\r\n\r\nhi";
    try (RawUpstream app = RawUpstream.answeringRaw(answer);
        RawClient client = gateway.asleep().client();
        RawHttp2 other = http2()) {
      client.get(HOST, "/");
      int stream = other.request(RawHttp2.get(HOST, "/"), true);
      await().until(() -> gateway.waiting() == 2);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      RawClient.Response held = client.read();
      assertThat(held.header("x-paastis-cold")).isEqualTo("1");
      assertThat(held.header("server-timing")).matches("db;dur=3, paastis-hold;dur=[0-9]+");
      Http2Headers head = other.response(stream).head();
      assertThat(head.get("x-paastis-cold")).hasToString("1");
      assertThat(head.getAll("server-timing").toString()).contains("paastis-hold;dur=");

      RawClient.Response next = client.get(HOST, "/").read();
      assertThat(next.headers()).doesNotContainKey("x-paastis-cold");
      assertThat(next.header("server-timing")).isEqualTo("db;dur=3");
    }
  }

  @Test
  void answer_that_waited_in_vain_says_so_too() {
    try (RawClient client = gateway.asleep().client()) {
      client.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Failed(WakeOutcome.Failure.CRASHED, "it fell"));

      RawClient.Response answer = client.read();
      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.header("x-paastis-cold")).isEqualTo("1");
    }
  }

  @Test
  void cause_of_a_wake_names_the_request() {
    try (RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.asleep().client()) {
      client.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      String id = client.read().header("x-request-id");

      assertThat(gateway.wakes().getFirst().details())
          .containsEntry("request", id)
          .doesNotContainKey("traceparent");
    }
  }

  @Test
  void waiting_page_and_its_events_have_an_id_and_no_mark() {
    try (RawClient client = gateway.asleep().client()) {
      RawClient.Response page = client.get(HOST, "/", "Accept: text/html").read();
      assertThat(page.header("x-request-id")).matches(ID);
      assertThat(page.headers()).doesNotContainKey("x-paastis-cold");

      client.get(HOST, "/.well-known/paastis/status", "Accept: text/event-stream");
      assertThat(client.readEventHead().get("x-request-id")).matches(ID);
    }
  }
}
