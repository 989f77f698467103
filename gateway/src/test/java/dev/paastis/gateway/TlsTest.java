// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static dev.paastis.gateway.TlsFixture.app;
import static dev.paastis.gateway.TlsFixture.client;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.gateway.forward.UpstreamTls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.Test;

/** Apps behind https. */
final class TlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private final TlsFixture fixture = new TlsFixture();

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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(telling);
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      assertThat(agreed).containsExactly("http/1.1", "app.test");
    }
  }

  @Test
  void certificate_of_nobody_trusted_is_502() {
    try (TestGateway gateway = fixture.gateway(UpstreamTls.system(), Timeouts.DEFAULT);
        RawUpstream app = app(TlsTest::answer);
        RawClient client = client(gateway, app)) {
      refused(client, "app-not-trusted", "no trusted authority has signed it");
      assertThat(app.heads()).isEmpty();
    }
  }

  @Test
  void certificate_for_another_name_is_502() {
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(TlsTest::answer);
        RawClient client = client(gateway, app.secureAddress("other.test"))) {
      refused(client, "app-not-trusted", "for another name");
      refused(client, "app-not-trusted", "for another name");
      assertThat(app.heads()).isEmpty();
    }
  }

  @Test
  void address_without_certificate_of_its_own_is_502() {
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(TlsTest::answer);
        RawClient client = client(gateway, app.secureAddress("127.0.0.1"))) {
      refused(client, "app-not-trusted", "for another name");
    }
  }

  @Test
  void handshake_that_does_not_go_on_is_502_in_time() {
    RawUpstream.Script mute = connection -> connection.in().readAllBytes();
    Timeouts brief = Timeouts.DEFAULT.withConnect(Duration.ofMillis(500));
    try (TestGateway gateway = fixture.gateway(brief);
        RawUpstream app = new RawUpstream(mute);
        RawClient client = client(gateway, app)) {
      refused(client, "app-unreachable", "handshake took too long");
    }
  }

  @Test
  void app_that_closes_during_the_handshake_is_502() {
    RawUpstream.Script closing = connection -> connection.in().readNBytes(20);
    try (TestGateway gateway = fixture.gateway();
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
    try (TestGateway gateway = fixture.gateway();
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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(TlsTest::answer);
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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(once);
        RawClient client = client(gateway, app)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }

      assertThat(app.connections()).isEqualTo(5);
      assertThat(fixture.trust().looks()).isEqualTo(1);
    }
  }

  @Test
  void connection_closed_between_two_requests_is_replaced() {
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(TlsTest::answerAndLeave);
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/1").read().body()).isEqualTo("ok");
      assertThat(client.get(HOST, "/2").read().body()).isEqualTo("ok");

      assertThat(app.connections()).isEqualTo(2);
      assertThat(app.heads()).hasSize(3);
    }
  }

  @Test
  void what_may_not_be_sent_twice_is_502_when_the_app_leaves() {
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(TlsTest::answerAndLeave);
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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(leaving);
        RawClient client = client(gateway, app)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }

      assertThat(app.connections()).isEqualTo(3);
    }
  }
}
