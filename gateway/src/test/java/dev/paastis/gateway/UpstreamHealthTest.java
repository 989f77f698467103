// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.AppState;
import dev.paastis.app.Formation;
import dev.paastis.gateway.forward.Egress;
import dev.paastis.gateway.forward.UpstreamTls;
import dev.paastis.gateway.resolve.Names;
import dev.paastis.schedule.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Apps that do not take connections, or only so many. */
final class UpstreamHealthTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.0.0.2");

  private static TestGateway oneLoop(UpstreamSettings upstreams) {
    return new TestGateway(settings -> settings.withEventLoops(1).withUpstreams(upstreams));
  }

  private static AppState awake(RawUpstream app, Instant since) {
    return new AppState.Awake(since, app.address(), Formation.EMPTY);
  }

  /** Cuts connections off before an answer until it is told otherwise. */
  private static RawUpstream mending(AtomicBoolean well) {
    return new RawUpstream(connection -> {
      while (connection.head() != null && well.get()) {
        connection.send(OK);
      }
    });
  }

  private static int status(TestGateway gateway) {
    try (RawClient client = gateway.client()) {
      return client.get(HOST, "/").read().status();
    }
  }

  private static void failOften(TestGateway gateway) {
    for (int i = 0; i < 20; i++) {
      assertThat(status(gateway)).isEqualTo(502);
    }
  }

  @Test
  void app_that_fails_many_times_is_left_alone_until_it_answers() {
    AtomicBoolean well = new AtomicBoolean();
    try (RawUpstream app = mending(well);
        TestGateway gateway = new TestGateway();
        RawClient client = gateway.publish(awake(app, Instant.EPOCH)).client();
        RawHttp2 other = RawHttp2.client(gateway.server().port())) {
      failOften(gateway);
      int connections = app.connections();

      RawClient.Response refused = client.get(HOST, "/").read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("app-failing");
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 2);
      assertThat(other.exchange(RawHttp2.get(HOST, "/")).status()).isEqualTo(503);
      assertThat(app.connections()).isEqualTo(connections);
      assertThat(gateway.server().failing()).containsExactly(app.address());

      well.set(true);
      await().until(() -> status(gateway) == 200);
      assertThat(gateway.server().failing()).isEmpty();
    }
  }

  @Test
  void app_that_refuses_connections_is_left_alone_too() {
    RawUpstream app = RawUpstream.answering("never");
    app.close();
    try (TestGateway gateway = new TestGateway()) {
      gateway.publish(awake(app, Instant.EPOCH));
      failOften(gateway);

      assertThat(status(gateway)).isEqualTo(503);
    }
  }

  @Test
  void app_that_has_just_woken_is_not_judged() {
    try (RawUpstream app = mending(new AtomicBoolean());
        TestGateway gateway = new TestGateway()) {
      gateway.publish(awake(app, InstantSource.system().instant()));
      failOften(gateway);

      assertThat(status(gateway)).isEqualTo(502);
      assertThat(gateway.server().failing()).isEmpty();
    }
  }

  @Test
  void app_that_is_woken_anew_begins_anew() {
    AtomicBoolean well = new AtomicBoolean();
    try (RawUpstream app = mending(well);
        TestGateway gateway = new TestGateway()) {
      gateway.publish(awake(app, Instant.EPOCH));
      failOften(gateway);
      well.set(true);
      gateway.asleep().publish(awake(app, InstantSource.system().instant()));

      assertThat(status(gateway)).isEqualTo(200);
    }
  }

  @Test
  void client_that_leaves_is_no_failure_of_the_app() {
    try (RawUpstream app = hanging();
        TestGateway gateway = new TestGateway()) {
      gateway.publish(awake(app, Instant.EPOCH));
      for (int i = 1; i <= 25; i++) {
        int seen = i;
        try (RawClient client = gateway.client()) {
          client.get(HOST, "/");
          await().until(() -> app.heads().size() == seen);
        }
      }
      await().until(() -> gateway.inFlight() == 0);
      assertThat(gateway.server().failing()).isEmpty();
    }
  }

  private static RawUpstream hanging() {
    return new RawUpstream(connection -> {
      while (connection.head() != null) {
        // no answer
      }
    });
  }

  @Test
  void request_is_not_repeated_once_a_byte_of_the_answer_came() {
    try (RawUpstream app =
            new RawUpstream(connection -> {
              connection.head();
              connection.send(OK);
              connection.head();
              connection.send("HTTP/1.1 2");
            });
        TestGateway gateway = oneLoop(UpstreamSettings.DEFAULT);
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/1").read().status()).isEqualTo(200);

      assertThat(client.get(HOST, "/2").read().status()).isEqualTo(502);
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void request_past_the_bound_of_connections_waits_for_the_next_that_is_free() {
    CountDownLatch go = new CountDownLatch(1);
    try (RawUpstream app = waitingFor(go, OK);
        TestGateway gateway = oneLoop(UpstreamSettings.DEFAULT.withConnections(1));
        RawClient first = gateway.awake(app).client();
        RawClient second = gateway.client()) {
      first.get(HOST, "/1");
      await().until(() -> app.heads().size() == 1);
      second.get(HOST, "/2");
      await().until(() -> gateway.inFlight() == 2);
      assertThat(app.connections()).isEqualTo(1);
      go.countDown();

      assertThat(first.read().body()).isEqualTo("ok");
      assertThat(second.read().body()).isEqualTo("ok");
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void connection_that_closes_makes_room_for_another() {
    CountDownLatch go = new CountDownLatch(1);
    String last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
    try (RawUpstream app = waitingFor(go, last);
        TestGateway gateway = oneLoop(UpstreamSettings.DEFAULT.withConnections(1))) {
      gateway.awake(app);
      go.countDown();
      for (int i = 0; i < 5; i++) {
        assertThat(status(gateway)).isEqualTo(200);
      }
      assertThat(app.connections()).isEqualTo(5);
    }
  }

  private static RawUpstream waitingFor(CountDownLatch go, String answer) {
    return new RawUpstream(connection -> {
      while (connection.head() != null) {
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        connection.send(answer);
      }
    });
  }

  @Test
  void address_that_speaks_no_tls_is_passed_over() throws IOException {
    TestCertificate.Trust trust = TestCertificate.trusted();
    Names names = new Names(_ -> List.of(ELSEWHERE, HERE), Ticker.system());
    Egress egress = new Egress(names, UpstreamTls.trusting(trust));
    try (RawUpstream app =
            TlsFixture.app(connection -> {
              while (connection.head() != null) {
                connection.send(OK);
              }
            });
        ServerSocket plain = new ServerSocket(app.address().port(), 50, ELSEWHERE);
        TestGateway gateway =
            new TestGateway(
                settings ->
                    settings.withTimeouts(Timeouts.DEFAULT.withConnect(Duration.ofSeconds(10))),
                egress);
        RawClient client = TlsFixture.client(gateway, app)) {
      Thread.ofVirtual().start(() -> closeEach(plain));

      assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
    }
  }

  private static void closeEach(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        listening.accept().close();
      } catch (IOException e) {
        return; // closed
      }
    }
  }
}
