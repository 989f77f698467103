// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.rule.Guard;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteRules;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Waiting;
import dev.paastis.wake.WakeOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that may have been put to sleep while the engine could not be heard. */
class OutOfTouchTest {
  private static final String HOST = TestGateway.HOST;

  private final Socket nobody = new Socket();

  @BeforeEach
  void bind() throws IOException {
    nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void free() throws IOException {
    nobody.close();
  }

  @Test
  void app_that_takes_no_connection_is_waited_for_and_asked_again() {
    Upstream gone = goneUpstream();
    try (TestGateway gateway = new TestGateway().outOfTouch().publish(TestGateway.awakeAt(gone));
        RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 4\r\n\r\nbody");
      await().until(() -> gateway.waiting() == 1);
      assertThat(gateway.inFlight()).isZero();

      gateway.wakesEnd(new WakeOutcome.Ready(app.address()));
      assertThat(client.read().body()).isEqualTo("hi");
      assertThat(app.heads().getFirst()).containsOnlyOnce("paastis").contains("Content-Length: 4");
      assertThat(gateway.wakes()).hasSize(1);
    }
  }

  @Test
  void head_is_made_anew_for_where_the_app_is_by_then() {
    Upstream gone = goneUpstream().withOwnHost(true);
    HeaderEdits adding = new HeaderEdits(List.of(), Map.of(), Map.of("X-Env", "staging"));
    RouteTerms terms = new RouteTerms(Guard.UNSAID, Waiting.UNSAID, null, adding, null);
    RouteEntry rule = new RouteEntry("mine", "hello", List.of(), terms, List.of());
    try (TestGateway gateway = new TestGateway().outOfTouch().publish(TestGateway.awakeAt(gone));
        RawUpstream app = RawUpstream.answering("hi");
        RawClient client = gateway.client()) {
      gateway.server().rules(RouteRules.compile(List.of(rule), RouteRules.NONE));
      gateway.wakesEnd(new WakeOutcome.Ready(app.address().withOwnHost(true)));

      assertThat(client.get(HOST, "/").read().body()).isEqualTo("hi");

      assertThat(app.heads().getFirst().toLowerCase(Locale.ROOT))
          .containsOnlyOnce("x-env: staging")
          .containsOnlyOnce("via: ")
          .contains("host: " + app.address().authority(), "x-forwarded-host: " + HOST);
    }
  }

  @Test
  void app_that_takes_no_connection_twice_is_answered_for() {
    Upstream gone = goneUpstream();
    try (TestGateway gateway = new TestGateway().outOfTouch().publish(TestGateway.awakeAt(gone));
        RawClient client = gateway.client()) {
      gateway.wakesEnd(new WakeOutcome.Ready(gone));
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(502);
      assertThat(gateway.wakes()).hasSize(1);
    }
  }

  @Test
  void engine_away_is_told_with_a_time() {
    WakeOutcome away =
        new WakeOutcome.NotNow(WakeOutcome.Reason.ENGINE, "It is away.", Duration.ofSeconds(5));
    try (TestGateway gateway = new TestGateway().asleep();
        RawClient client = gateway.client()) {
      gateway.wakesEnd(away);
      RawClient.Response answer = client.get(HOST, "/").read();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isEqualTo("5");
      assertThat(answer.body()).contains("\"engine-away\"", "engine is back", "It is away.");
    }
  }

  @Test
  void in_touch_a_missing_app_is_a_fault() {
    try (TestGateway gateway = new TestGateway().publish(TestGateway.awakeAt(goneUpstream()));
        RawClient client = gateway.client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(502);
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  /** Bound, so that nobody else can be there, but not listening. */
  private Upstream goneUpstream() {
    return new Upstream("http", "127.0.0.1", nobody.getLocalPort());
  }
}
