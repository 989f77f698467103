// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.gateway.tls.CertificateShelf;
import dev.paastis.gateway.tls.Certificates;
import dev.paastis.gateway.tls.Challenges;
import dev.paastis.gateway.tls.HttpsRedirect;
import dev.paastis.gateway.tls.Identity;
import dev.paastis.gateway.tls.TestIdentity;
import dev.paastis.gateway.tls.TlsClient;
import dev.paastis.gateway.tls.TlsSettings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gateway with both listeners, and an app behind it. */
class SecureListenerTest {
  private static final Identity SHOWN = TestIdentity.of("hello.localhost", "nobody.localhost");

  private final Challenges challenges = new Challenges();
  private final TlsClient tls = new TlsClient(SHOWN);

  private TestGateway gateway(boolean redirect, String... hosts) {
    CertificateShelf shelf = new CertificateShelf();
    shelf.replace(CertificateShelf.Kind.FILES, List.of(SHOWN));
    return new TestGateway(
        new TlsSettings(
            0,
            new Certificates(shelf, challenges, List.of(), null),
            HttpsRedirect.of(redirect, List.of(hosts), 0),
            TlsSettings.HANDSHAKE));
  }

  private RawClient secure(TestGateway gateway) throws IOException {
    return new RawClient(tls.connect(gateway.server().tlsPort(), "hello.localhost"));
  }

  @Test
  void requestByTls_reachesTheApp_whichIsToldSo() throws Exception {
    try (RawUpstream app = RawUpstream.answering("hello");
        TestGateway gateway = gateway(true).awake(app);
        RawClient client = secure(gateway)) {
      for (int i = 0; i < 3; i++) {
        client.get(TestGateway.HOST, "/", "X-Forwarded-Proto: http");
        assertThat(client.read().body()).isEqualTo("hello");
      }

      assertThat(app.heads())
          .hasSize(3)
          .allMatch(head -> head.contains("x-forwarded-proto: https"));
    }
  }

  @Test
  void unknownHost_isToldByTlsAsWell() throws Exception {
    try (TestGateway gateway = gateway(true);
        RawClient client =
            new RawClient(tls.connect(gateway.server().tlsPort(), "nobody.localhost"))) {
      client.get("nobody.localhost", "/");
      assertThat(client.read().status()).isEqualTo(404);
    }
  }

  @Test
  void largeBodies_passBothWays() throws Exception {
    String body = "x".repeat(3_000_000);
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              int length = connection.in().readNBytes(body.length()).length;
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
            });
        TestGateway gateway = gateway(false).awake(app);
        RawClient client = secure(gateway)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: hello.localhost\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      assertThat(client.read().body()).hasSize(body.length());
    }
  }

  @Test
  void answerThatEndsWithTheConnection_endsInOrder() throws Exception {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
            });
        TestGateway gateway = gateway(false).awake(app);
        RawClient client = secure(gateway)) {
      client.send("GET / HTTP/1.0\r\nHost: hello.localhost\r\n\r\n");
      assertThat(client.read().body()).as("a cut would be an exception").isEqualTo("to the end");
    }
  }

  @Test
  void badRequest_isAnsweredAndEndsInOrder() throws Exception {
    try (TestGateway gateway = gateway(false);
        RawClient client = secure(gateway)) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void redirect_leadsToTheSameAddress_andWakesNothing() {
    try (TestGateway gateway = gateway(true).asleep();
        RawClient client = gateway.client()) {
      client.get("Hello.localhost:8080", "/cart?id=1");
      RawClient.Response answer = client.read();

      assertThat(answer.status()).isEqualTo(308);
      assertThat(answer.header("location"))
          .isEqualTo("https://hello.localhost:" + gateway.server().tlsPort() + "/cart?id=1");
      assertThat(answer.header("strict-transport-security")).isEmpty();
      assertThat(gateway.wakes()).isEmpty();
    }
  }

  @Test
  void hostThatCannotBeReachedByTls_staysOnHttp() {
    try (RawUpstream app = RawUpstream.answering("hello");
        TestGateway gateway = gateway(true).awake(app);
        RawClient client = gateway.client()) {
      client.get("www.hello.example", "/");
      assertThat(client.read().status()).as("it has no certificate").isEqualTo(200);
      client.get("nobody.localhost", "/");
      assertThat(client.read().status()).as("it has no app").isEqualTo(404);
    }
  }

  @Test
  void listOfHosts_redirectsThoseOnly() {
    try (RawUpstream app = RawUpstream.answering("hello");
        TestGateway gateway = gateway(false, "other.localhost").awake(app);
        RawClient client = gateway.client()) {
      client.get(TestGateway.HOST, "/");
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void challenge_isAnsweredInClear_onlyForItsTokenAndHost() {
    try (RawUpstream app = RawUpstream.answering("the app's");
        TestGateway gateway = gateway(true, "x.localhost").awake(app);
        RawClient client = gateway.client()) {
      challenges.expect("www.hello.example", "token-1", "token-1.thumbprint");

      client.get("www.hello.example", "/.well-known/acme-challenge/token-1");
      assertThat(client.read().body()).isEqualTo("token-1.thumbprint");
      client.get("www.hello.example", "/.well-known/acme-challenge/token-2");
      assertThat(client.read().body()).isEqualTo("the app's");

      challenges.forget("www.hello.example");
      client.get("www.hello.example", "/.well-known/acme-challenge/token-1");
      assertThat(client.read().body()).isEqualTo("the app's");
    }
  }

  @Test
  void gatewayThatStops_endsSecureConnectionsInOrder() throws Exception {
    try (RawUpstream app = RawUpstream.answering("hello");
        TestGateway gateway = gateway(false).awake(app);
        RawClient client = secure(gateway)) {
      client.get(TestGateway.HOST, "/");
      assertThat(client.read().body()).isEqualTo("hello");

      gateway.server().close();

      assertThat(client.atEnd()).isTrue();
    }
  }
}
