// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.forward.UpstreamTls;
import dev.paastis.gateway.resolve.Names;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Apps behind https. */
final class TlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
  private static final SSLContext SHOWN = TestCertificate.shown();

  private final TestCertificate.Trust trust = TestCertificate.trusted();
  private final Names names =
      new Names(_ -> List.of(InetAddress.getLoopbackAddress()), Ticker.system());

  private TestGateway gateway() {
    return gateway(UpstreamTls.trusting(trust), Timeouts.DEFAULT);
  }

  private TestGateway gateway(UpstreamTls tls, Timeouts timeouts) {
    return new TestGateway(
        settings -> settings.withTimeouts(timeouts).withEventLoops(1), new Egress(names, tls));
  }

  private static RawClient client(TestGateway gateway, Upstream upstream) {
    return gateway.publish(TestGateway.awakeAt(upstream)).client();
  }

  private static RawClient client(TestGateway gateway, RawUpstream app) {
    return client(gateway, app.secureAddress("app.test"));
  }

  private static void answer(RawUpstream.Connection connection) throws IOException {
    while (connection.head() != null) {
      connection.send(OK);
    }
  }

  @Test
  void app_behind_https_is_told_its_name_and_answers() {
    List<String> agreed = new CopyOnWriteArrayList<>();
    RawUpstream.Script telling =
        connection -> {
          connection.head();
          agreed.add(connection.protocol());
          agreed.add(
              ((SNIHostName) connection.session().getRequestedServerNames().getFirst())
                  .getAsciiName());
          connection.send(OK);
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(telling, SHOWN);
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      assertThat(agreed).containsExactly("http/1.1", "app.test");
    }
  }

  @Test
  void certificate_of_nobody_trusted_is_502() {
    try (TestGateway gateway = gateway(UpstreamTls.system(), Timeouts.DEFAULT);
        RawUpstream app = new RawUpstream(TlsTest::answer, SHOWN);
        RawClient client = client(gateway, app)) {
      refused(client, "app-not-trusted", "no trusted authority has signed it");
      assertThat(app.heads()).isEmpty();
    }
  }

  @Test
  void certificate_for_another_name_is_502() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(TlsTest::answer, SHOWN);
        RawClient client = client(gateway, app.secureAddress("other.test"))) {
      refused(client, "app-not-trusted", "for another name");
      refused(client, "app-not-trusted", "for another name");
      assertThat(app.heads()).isEmpty();
    }
  }

  @Test
  void address_without_certificate_of_its_own_is_502() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(TlsTest::answer, SHOWN);
        RawClient client = client(gateway, app.secureAddress("127.0.0.1"))) {
      refused(client, "app-not-trusted", "for another name");
    }
  }

  @Test
  void handshake_that_does_not_go_on_is_502_in_time() {
    RawUpstream.Script mute = connection -> connection.in().readAllBytes();
    Timeouts brief = Timeouts.DEFAULT.withConnect(Duration.ofMillis(500));
    try (TestGateway gateway = gateway(UpstreamTls.trusting(trust), brief);
        RawUpstream app = new RawUpstream(mute);
        RawClient client = client(gateway, app)) {
      refused(client, "app-unreachable", "handshake took too long");
    }
  }

  @Test
  void app_that_closes_during_the_handshake_is_502() {
    RawUpstream.Script closing = connection -> connection.in().readNBytes(20);
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(closing);
        RawClient client = client(gateway, app)) {
      refused(client, "app-unreachable", "handshake failed");
      assertThat(gateway.inFlight()).isZero();
    }
  }

  @Test
  void app_without_tls_is_502() {
    RawUpstream.Script plain =
        connection -> {
          connection.in().read();
          connection.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(plain);
        RawClient client = client(gateway, app)) {
      refused(client, "app-unreachable", "handshake failed");
    }
  }

  private static void refused(RawClient client, String code, String why) {
    RawClient.Response response = client.get(HOST, "/").read();

    assertThat(response.status()).isEqualTo(502);
    assertThat(response.body()).contains(code, why);
  }

  @Test
  void connection_is_used_again() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(TlsTest::answer, SHOWN);
        RawClient client = client(gateway, app)) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }

      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void next_connection_resumes_the_session() {
    RawUpstream.Script once =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(once, SHOWN);
        RawClient client = client(gateway, app)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }

      assertThat(app.connections()).isEqualTo(5);
      assertThat(trust.looks()).isEqualTo(1);
    }
  }

  @Test
  void connection_closed_between_two_requests_is_replaced() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(TlsTest::answerAndLeave, SHOWN);
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/1").read().body()).isEqualTo("ok");
      assertThat(client.get(HOST, "/2").read().body()).isEqualTo("ok");

      assertThat(app.connections()).isEqualTo(2);
      assertThat(app.heads()).hasSize(3);
    }
  }

  @Test
  void what_may_not_be_sent_twice_is_502_when_the_app_leaves() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(TlsTest::answerAndLeave, SHOWN);
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/1").read().body()).isEqualTo("ok");
      client.send("POST /2 HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 0\r\n\r\n");

      assertThat(client.read().body()).contains("app-broke-off");
      assertThat(app.heads()).hasSize(2);
    }
  }

  /** Closes when the second request has come, as if it had been closing just then. */
  private static void answerAndLeave(RawUpstream.Connection connection) throws IOException {
    connection.head();
    connection.send(OK);
    connection.head();
  }

  @Test
  void farewell_of_an_idle_app_closes_the_connection() {
    RawUpstream.Script leaving =
        connection -> {
          connection.head();
          connection.send(OK);
          connection.farewell();
          connection.in().readAllBytes();
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(leaving, SHOWN);
        RawClient client = client(gateway, app)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }

      assertThat(app.connections()).isEqualTo(3);
    }
  }

  @Test
  void answer_that_ends_with_the_connection_arrives_whole() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(connection -> untilTheEnd(connection, true), SHOWN);
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("until the end");
    }
  }

  @Test
  void answer_cut_off_below_tls_is_cut_off_for_the_client() {
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(connection -> untilTheEnd(connection, false), SHOWN);
        RawClient client = client(gateway, app)) {
      client.get(HOST, "/").readHead();

      assertThat(new String(client.toEnd(), StandardCharsets.UTF_8)).doesNotContain("\r\n0\r\n");
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  private static void untilTheEnd(RawUpstream.Connection connection, boolean politely)
      throws IOException {
    connection.head();
    connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
    if (politely) {
      connection.farewell();
      connection.in().readAllBytes();
    } else {
      connection.socket().shutdownOutput();
      connection.socket().getInputStream().readAllBytes();
    }
  }

  @Test
  void large_bodies_pass_both_ways() {
    int much = 24 << 20;
    byte[] sent = new byte[much];
    for (int i = 0; i < much; i++) {
      sent[i] = (byte) (i * 31 + (i >> 16));
    }
    RawUpstream.Script echo =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + much + "\r\n\r\n");
          connection.send(connection.in().readNBytes(much));
          connection.head();
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(echo, SHOWN);
        RawClient client = client(gateway, app)) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + much + "\r\n\r\n");
      client.send(sent);
      client.readHead();

      assertThat(client.bytes(much)).isEqualTo(sent);
    }
  }

  @Test
  void paused_reader_pauses_the_app() {
    long much = 128L << 20;
    AtomicLong sent = new AtomicLong();
    RawUpstream.Script pouring =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + much + "\r\n\r\n");
          byte[] piece = new byte[64 * 1024];
          for (long left = much; left > 0; left -= piece.length) {
            connection.send(piece);
            sent.addAndGet(piece.length);
          }
        };
    AtomicLong last = new AtomicLong(-1);
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(pouring, SHOWN);
        RawClient client = client(gateway, app)) {
      client.get(HOST, "/");
      await()
          .pollInterval(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(30))
          .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());

      assertThat(sent.get()).isLessThan(much / 2);
      client.readHead();
      assertThat(client.bytes((int) much)).hasSize((int) much);
    }
  }

  @Test
  void websocket_becomes_a_tunnel_through_tls() {
    RawUpstream.Script echo =
        connection -> {
          connection.head();
          connection.send(SWITCH + "hello");
          for (int b = connection.in().read(); b >= 0; b = connection.in().read()) {
            connection.send(new byte[] {(byte) b});
          }
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(echo, SHOWN)) {
      try (RawClient client = client(gateway, app)) {
        upgrade(client);

        assertThat(text(client.bytes(5))).isEqualTo("hello");
        assertThat(text(client.send("ping").bytes(4))).isEqualTo("ping");
        assertThat(app.heads().getFirst().toLowerCase(Locale.ROOT))
            .contains("host: app.test:", "x-forwarded-host: " + HOST, "upgrade: websocket");
      }
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  @Test
  void last_words_pass_through_a_tunnel_of_tls() throws IOException {
    RawUpstream.Script polite =
        connection -> {
          connection.head();
          connection.send(SWITCH);
          connection.send("heard " + connection.in().readAllBytes().length);
        };
    try (TestGateway gateway = gateway();
        RawUpstream app = new RawUpstream(polite, SHOWN);
        RawClient client = client(gateway, app)) {
      upgrade(client);
      client.send("bye").socket().shutdownOutput();

      assertThat(text(client.toEnd())).isEqualTo("heard 3");
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  private static void upgrade(RawClient client) {
    client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
    assertThat(client.readHead().status()).isEqualTo(101);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
