// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.hold.HoldLimits;
import dev.paastis.wake.WakeOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that ask before they forward. */
final class QuestionTest {
  private static final Upstream FAR = new Upstream("https", "shop.platform.example", 443);
  private static final String[] CURL = {
    "X-Forwarded-Host: " + HOST, "X-Forwarded-Uri: /a?b=c", "X-Forwarded-Method: POST"
  };
  private static final String[] BROWSER = {
    "X-Forwarded-Host: " + HOST, "X-Forwarded-Uri: /", "Accept: text/html"
  };

  private static TestGateway gateway(Duration grace) {
    return new TestGateway(s -> s.withTrustedPeers(List.of("127.0.0.1", "::1"))).asked(grace);
  }

  private static TestGateway gateway() {
    return gateway(Duration.ofMinutes(1));
  }

  @Test
  void awake_app_is_named_with_its_upstream_and_counts_as_active_and_under_way() {
    try (TestGateway gateway = gateway();
        RawClient proxy = gateway.proxy()) {
      gateway.publish(TestGateway.awakeAt(FAR));
      RawClient.Response answer = proxy.get("asked", "/", CURL).read();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-Paastis-Upstream"))
          .isEqualTo("https://shop.platform.example:443");
      assertThat(answer.header("X-Paastis-Upstream-Address"))
          .isEqualTo("shop.platform.example:443");
      assertThat(answer.header("X-Paastis-Upstream-Host")).isEqualTo("shop.platform.example");
      assertThat(gateway.server().drainActivity()).containsOnlyKeys(gateway.id());
      assertThat(gateway.inFlight()).isOne();
      assertThat(gateway.holdNewRequests()).isOne();
    }
  }

  @Test
  void request_let_through_counts_no_longer_than_the_grace() {
    try (TestGateway gateway = gateway(Duration.ofMillis(50));
        RawClient proxy = gateway.proxy()) {
      gateway.publish(TestGateway.awakeAt(FAR));
      proxy.get("asked", "/", CURL).read();

      await().until(() -> gateway.inFlight() == 0);
    }
  }

  @Test
  void question_about_a_sleeping_app_is_held_and_answered_when_it_is_awake() {
    try (TestGateway gateway = gateway().asleep();
        RawClient proxy = gateway.proxy()) {
      proxy.get("asked", "/", CURL);
      await().until(() -> gateway.waiting() == 1);
      gateway.wakesEnd(new WakeOutcome.Ready(FAR));

      assertThat(proxy.read().status()).isEqualTo(200);
      assertThat(gateway.wakes().getFirst().details())
          .containsEntry("method", "POST")
          .containsEntry("path", "/a")
          .containsEntry("host", HOST);
      assertThat(proxy.get("asked", "/", CURL).read().status())
          .as("on the same one")
          .isEqualTo(200);
    }
  }

  @Test
  void browser_gets_the_waiting_page_in_an_answer_that_is_no_success() {
    try (TestGateway gateway = gateway().asleep();
        RawClient proxy = gateway.proxy()) {
      RawClient.Response page = proxy.get("asked", "/", BROWSER).read();

      assertThat(page.status()).isEqualTo(503);
      assertThat(page.body()).contains("<html").contains("hello");
      assertThat(page.header("Retry-After")).isEqualTo("2");
      await().until(() -> gateway.wakes().size() == 1);
    }
  }

  @Test
  void proxy_that_shows_no_bodies_is_told_by_status_alone() {
    try (TestGateway gateway = gateway().asleep();
        RawClient proxy = gateway.proxy()) {
      String[] headers = {BROWSER[0], BROWSER[2], "X-Paastis-Answer: status"};
      RawClient.Response answer = proxy.get("asked", "/", headers).read();

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("X-Paastis-State")).isEqualTo("waking");
    }
  }

  @Test
  void hold_that_lasts_too_long_is_refused_as_ever() {
    HoldLimits brief = new HoldLimits(5, 5, Duration.ofMillis(100));
    try (TestGateway gateway =
            new TestGateway(s -> s.withTrustedPeers(List.of("127.0.0.1")).withHold(brief))
                .asked(Duration.ofMinutes(1))
                .asleep();
        RawClient proxy = gateway.proxy()) {
      RawClient.Response answer = proxy.get("asked", "/", CURL).read();

      assertThat(answer.status()).isEqualTo(504);
      assertThat(answer.body()).contains("hold-timed-out");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.well-known/paastis/status", "/.well-known/paastis/wake"})
  void paths_of_ours_are_never_answered_to_a_proxy_as_a_success(String path) {
    try (TestGateway gateway = gateway().asleep();
        RawClient proxy = gateway.proxy()) {
      String[] headers = {
        BROWSER[0], "X-Forwarded-Uri: " + path, "Accept: text/event-stream, text/html"
      };

      assertThat(proxy.get("asked", "/", headers).read().status()).isEqualTo(404);
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @Test
  void monitor_does_not_wake_and_is_no_success_and_no_activity() {
    try (TestGateway gateway = gateway().asleep();
        RawClient proxy = gateway.proxy()) {
      String[] headers = {BROWSER[0], "X-Forwarded-Uri: /favicon.ico", "User-Agent: Googlebot/2.1"};
      RawClient.Response asleep = proxy.get("asked", "/", headers).read();
      gateway.publish(TestGateway.awakeAt(FAR));
      RawClient.Response awake = proxy.get("asked", "/", headers).read();

      assertThat(asleep.status()).isGreaterThanOrEqualTo(400);
      assertThat(awake.status()).isEqualTo(200);
      assertThat(gateway.wakes()).isEmpty();
      assertThat(gateway.inFlight()).isZero();
      assertThat(gateway.server().drainActivity()).isEmpty();
    }
  }

  @Test
  void request_in_its_own_form_needs_no_forwarded_headers() {
    try (TestGateway gateway = gateway();
        RawClient proxy = gateway.proxy()) {
      gateway.publish(TestGateway.awakeAt(FAR));
      proxy.send("POST /a HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 0\r\n\r\n");

      assertThat(proxy.read().status()).isEqualTo(200);
    }
  }

  @Test
  void head_request_asked_about_with_get_is_answered_in_full() {
    try (TestGateway gateway = gateway();
        RawClient proxy = gateway.proxy()) {
      String[] headers = {"X-Forwarded-Host: nobody.example", "X-Forwarded-Method: HEAD"};
      RawClient.Response answer = proxy.get("asked", "/", headers).read();

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).contains("unknown-host");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: a, b",
        "X-Forwarded-Host:",
        "X-Forwarded-Host: a\r\nX-Forwarded-Host: b",
        "X-Forwarded-Uri: http://other/",
        "X-Forwarded-Uri: /a\r\nX-Forwarded-Uri: /b",
        "X-Forwarded-Method: GET /",
        "X-Forwarded-Method: CONNECT",
        "X-Forwarded-Method:"
      })
  void question_that_can_be_read_in_more_than_one_way_is_refused(String header) {
    try (TestGateway gateway = gateway().asleep();
        RawClient proxy = gateway.proxy()) {
      assertThat(proxy.get(HOST, "/", header).read().status()).isEqualTo(400);
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  /** Every answer has an id of its own. */
  private static String withoutId(RawClient.Response response) {
    return response.body().replaceAll("\"request\":\"[0-9a-f]+\"", "");
  }

  @Test
  void stranger_learns_nothing_and_wakes_nothing() {
    try (TestGateway gateway = new TestGateway().asked(Duration.ofMinutes(1)).asleep();
        RawClient known = gateway.proxy();
        RawClient unknown = gateway.proxy()) {
      RawClient.Response one = known.get("asked", "/", CURL).read();
      String[] elsewhere = {"X-Forwarded-Host: nobody.example", CURL[1], CURL[2]};
      RawClient.Response other = unknown.get("asked", "/", elsewhere).read();

      assertThat(one.status()).isEqualTo(403);
      assertThat(withoutId(one)).contains("peer-not-trusted").isEqualTo(withoutId(other));
      assertThat(gateway.wakes()).isEmpty();
      assertThat(gateway.server().drainActivity()).isEmpty();
    }
  }

  @Test
  void forwarded_headers_mean_no_question_on_the_port_of_visitors() {
    try (TestGateway gateway = gateway();
        RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.client()) {
      gateway.awake(app);

      assertThat(client.get("nobody.example", "/", CURL).read().status()).isEqualTo(404);
      assertThat(client.get(HOST, "/", CURL).read().body()).isEqualTo("hi");
    }
  }
}
