// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Cause;
import dev.paastis.gateway.hold.HoldLimits;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests to an app that is not awake. */
final class HoldTest {
  private static final WakeEstimate NINE_SECONDS =
      new WakeEstimate(Duration.ofSeconds(9), Duration.ofSeconds(14), 5);

  @Test
  void held_request_is_answered_by_the_app_once_it_is_awake() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = RawUpstream.answering("good morning");
        RawClient client = gateway.client()) {
      client.get(HOST, "/a?b=c", "User-Agent: curl/8");
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.read().body()).isEqualTo("good morning");
      Cause cause = gateway.wakes().getFirst();
      assertThat(cause.kind()).isEqualTo(Cause.Kind.REQUEST);
      assertThat(cause.details())
          .containsEntry("method", "GET")
          .containsEntry("path", "/a")
          .containsEntry("host", HOST)
          .containsEntry("agent", "curl/8")
          .containsEntry("address", "127.0.0.1");
      assertThat(gateway.waiting()).isZero();
    }
  }

  @Test
  void fifty_requests_at_once_ask_for_one_wake() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = RawUpstream.answering("hi")) {
      List<RawClient> clients = clients(gateway, 50);
      await().until(() -> gateway.waiting() == 50);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(clients).allSatisfy(client -> assertThat(client.read().body()).isEqualTo("hi"));
      assertThat(gateway.wakes()).hasSize(1);
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void held_requests_go_when_the_app_is_published_awake() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.client()) {
      client.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      gateway.awake(app);

      assertThat(client.read().body()).isEqualTo("hi");
    }
  }

  @Test
  void many_held_requests_reach_the_app_over_few_connections() {
    try (TestGateway gateway = new TestGateway(s -> s.withEventLoops(1)).asleep();
        RawUpstream app = RawUpstream.answering("hi")) {
      List<RawClient> clients = clients(gateway, 600);
      await().until(() -> gateway.waiting() == 600);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(clients).allSatisfy(client -> assertThat(client.read().body()).isEqualTo("hi"));
      assertThat(app.connections()).isLessThanOrEqualTo(200);
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void requests_are_released_in_order_of_arrival() {
    try (TestGateway gateway = new TestGateway(s -> s.withEventLoops(1)).asleep();
        RawUpstream app = RawUpstream.answering("hi")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int arrived = i + 1;
        clients.add(gateway.client().get(HOST, "/" + i));
        await()
            .pollInterval(Duration.ofMillis(1))
            .pollDelay(Duration.ZERO)
            .until(() -> gateway.waiting() == arrived);
      }
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      assertThat(clients).allSatisfy(client -> assertThat(client.read().body()).isEqualTo("hi"));

      // The first 128 go together; whoever is after them waits for one of them.
      List<String> late = app.heads().subList(0, 100).stream().filter(HoldTest::isLate).toList();
      assertThat(late).isEmpty();
      clients.forEach(RawClient::close);
    }
  }

  private static boolean isLate(String head) {
    return Integer.parseInt(head.substring(5, head.indexOf(' ', 5))) > 250;
  }

  @Test
  void upload_to_a_sleeping_app_arrives_whole() {
    byte[] body = new byte[3_000_000];
    RawUpstream.Script counting =
        connection -> {
          String head = connection.head();
          int read = connection.in().readNBytes(body.length).length;
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n" + read);
          assertThat(head).startsWith("PUT");
        };
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = new RawUpstream(counting);
        RawClient client = gateway.client()) {
      client.send(
          "PUT / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + body.length + "\r\n\r\n");
      Thread upload = Thread.ofVirtual().start(() -> client.send(body));
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.read().body()).isEqualTo("3000000");
      assertThat(upload.isAlive()).isFalse();
    }
  }

  @Test
  void expect_100_is_not_answered_before_the_app_does() throws IOException {
    RawUpstream.Script polite =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 100 Continue\r\n\r\n");
          String body = new String(connection.in().readNBytes(4), StandardCharsets.UTF_8);
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body);
        };
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = new RawUpstream(polite);
        RawClient client = gateway.client()) {
      client.send(
          "PUT / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      await().until(() -> gateway.waiting() == 1);
      assertThat(client.socket().getInputStream().available()).isZero();
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.readHead().status()).isEqualTo(100);
      assertThat(client.send("body").read().body()).isEqualTo("body");
    }
  }

  @Test
  void client_that_leaves_is_forgotten_and_the_wake_goes_on() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = RawUpstream.answering("hi");
        RawClient stays = gateway.client()) {
      stays.get(HOST, "/");
      RawClient leaves = gateway.client().get(HOST, "/");
      await().until(() -> gateway.waiting() == 2);
      leaves.close();
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(stays.read().body()).isEqualTo("hi");
      assertThat(app.heads()).hasSize(1);
    }
  }

  @Test
  void full_queue_refuses_at_once_and_says_when_to_come_back() {
    HoldLimits two = new HoldLimits(2, 10, Duration.ofSeconds(30));
    try (TestGateway gateway = new TestGateway(s -> s.withHold(two)).asleep(NINE_SECONDS)) {
      List<RawClient> clients = clients(gateway, 2);
      await().until(() -> gateway.waiting() == 2);
      try (RawClient third = gateway.client()) {
        RawClient.Response response = third.get(HOST, "/").read();

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isIn("8", "9");
        assertThat(response.body()).contains("\"code\":\"hold-full\"");
      }
      clients.forEach(RawClient::close);
    }
  }

  @Test
  void full_space_refuses_too() {
    HoldLimits one = new HoldLimits(10, 1, Duration.ofSeconds(30));
    try (TestGateway gateway = new TestGateway(s -> s.withHold(one)).asleep();
        RawClient first = gateway.client();
        RawClient second = gateway.client()) {
      first.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);

      assertThat(second.get(HOST, "/").read().status()).isEqualTo(503);
    }
  }

  @Test
  void hold_ends_with_504_while_the_wake_goes_on() {
    HoldLimits brief = new HoldLimits(10, 10, Duration.ofMillis(100));
    try (TestGateway gateway = new TestGateway(s -> s.withHold(brief)).asleep(NINE_SECONDS);
        RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.client()) {
      RawClient.Response response = client.get(HOST, "/").read();
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.header("retry-after")).isNotEmpty();
      assertThat(response.body()).contains("\"code\":\"hold-timed-out\"");

      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      await().untilAsserted(() -> assertThat(client.get(HOST, "/").read().status()).isEqualTo(200));
      assertThat(gateway.wakes()).hasSize(1);
    }
  }

  static Stream<Arguments> outcomes() {
    Duration soon = Duration.ofSeconds(7);
    return Stream.of(
        Arguments.of(failed(WakeOutcome.Failure.REFUSED), 504, "wake-refused"),
        Arguments.of(failed(WakeOutcome.Failure.CRASHED), 504, "wake-crashed"),
        Arguments.of(failed(WakeOutcome.Failure.ADDRESS_REFUSED), 502, "app-address-refused"),
        Arguments.of(failed(WakeOutcome.Failure.TIMED_OUT), 504, "wake-timed-out"),
        Arguments.of(failed(WakeOutcome.Failure.UNKNOWN), 504, "wake-unknown"),
        Arguments.of(
            new WakeOutcome.NotNow(WakeOutcome.Reason.BUDGET, "the <why>", soon),
            503,
            "wake-not-now"),
        Arguments.of(new WakeOutcome.NoSuchApp(), 404, "app-not-found"));
  }

  private static WakeOutcome failed(WakeOutcome.Failure failure) {
    return new WakeOutcome.Failed(failure, "the <why>");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void wake_that_fails_is_told_with_its_cause(WakeOutcome outcome, int status, String code) {
    try (TestGateway gateway = new TestGateway().asleep();
        RawClient client = gateway.client()) {
      client.get(HOST, "/");
      gateway.wakesEnd(outcome);
      RawClient.Response response = client.read();

      assertThat(response.status()).isEqualTo(status);
      assertThat(response.header("content-type")).isEqualTo("application/problem+json");
      assertThat(response.body()).contains("\"code\":\"" + code + "\"", "\"status\":" + status);
      if (!(outcome instanceof WakeOutcome.NoSuchApp)) {
        assertThat(response.body()).contains("the <why>");
      }
      assertThat(response.header("retry-after")).isEqualTo(status == 503 ? "7" : "");
    }
  }

  @Test
  void wake_that_breaks_does_not_leave_anybody_waiting() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawClient client = gateway.client()) {
      client.get(HOST, "/");
      gateway.wakesBreak();

      assertThat(client.read().status()).isEqualTo(504);
    }
  }

  @Test
  void app_removed_while_requests_wait_is_404() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawClient client = gateway.client()) {
      client.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      gateway.server().remove(gateway.id());

      assertThat(client.read().status()).isEqualTo(404);
      assertThat(client.get(HOST, "/").read().body()).contains("unknown-host");
    }
  }

  @Test
  void route_closed_again_during_the_wake_holds_again() {
    try (TestGateway gateway = new TestGateway().asleep();
        RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.client()) {
      client.get(HOST, "/");
      await().until(() -> gateway.waiting() == 1);
      gateway.holdNewRequests();
      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));

      assertThat(client.read().body()).isEqualTo("hi");
      assertThat(gateway.wakes()).hasSize(2);
    }
  }

  private static List<RawClient> clients(TestGateway gateway, int count) {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(gateway.client().get(HOST, "/"));
    }
    return clients;
  }
}
