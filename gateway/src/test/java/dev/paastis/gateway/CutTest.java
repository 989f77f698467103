// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paastis.app.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Peers that leave, stall or end halfway. */
final class CutTest {
  private static final Duration BRIEF = Duration.ofMillis(300);
  private static final String POST = "POST / HTTP/1.1\r\nHost: " + HOST + "\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  private static TestGateway gateway(UnaryOperator<Timeouts> change) {
    return new TestGateway(settings -> settings.withTimeouts(change.apply(Timeouts.DEFAULT)));
  }

  @Test
  void answer_of_an_app_that_closes_during_the_upload_is_heard() {
    RawUpstream.Script strict =
        connection -> {
          connection.head();
          connection.in().readNBytes(100_000);
          connection.send(
              "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
          connection.socket().close(); // with much unread: the kernel resets the connection
        };
    for (int round = 0; round < 20; round++) {
      try (TestGateway gateway = gateway(timeouts -> timeouts);
          RawUpstream app = new RawUpstream(strict);
          RawClient client = gateway.awake(app).client()) {
        client.send(POST + "Content-Length: 100000000\r\n\r\n");
        Thread pouring = Thread.ofVirtual().start(() -> pour(client));

        assertThat(client.read().status()).isEqualTo(413);
        pouring.interrupt();
      }
    }
  }

  private static void pour(RawClient client) {
    try {
      byte[] piece = new byte[64 * 1024];
      for (int i = 0; i < 1000; i++) {
        client.socket().getOutputStream().write(piece);
      }
    } catch (IOException e) {
      return; // cut off, as it should be
    }
  }

  @Test
  void client_that_leaves_during_an_upload_takes_the_connection_to_the_app_with_it() {
    AtomicLong read = new AtomicLong(-1);
    RawUpstream.Script counting =
        connection -> {
          if (connection.latinHead().startsWith("POST")) {
            read.set(connection.in().readAllBytes().length);
          } else {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          }
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts);
        RawUpstream app = new RawUpstream(counting)) {
      try (RawClient client = gateway.awake(app).client()) {
        client.send(POST + "Content-Length: 1000\r\n\r\n").send(new byte[10]);
        await().until(() -> app.heads().size() == 1);
      }
      await().until(() -> read.get() == 10);
      await().until(() -> gateway.inFlight() == 0);
      try (RawClient client = gateway.client()) {
        assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      }
      assertThat(app.connections()).isEqualTo(2);
    }
  }

  @Test
  void upload_that_stalls_is_408() {
    try (TestGateway gateway = gateway(timeouts -> timeouts.withUpload(BRIEF));
        RawUpstream app = RawUpstream.answering("never");
        RawUpstream mute =
            new RawUpstream(connection -> {
              connection.head();
              connection.head();
            });
        RawClient client = gateway.awake(mute).client()) {
      RawClient.Response response = client.send(POST + "Content-Length: 1000\r\n\r\nabc").read();

      assertThat(response.status()).isEqualTo(408);
      assertThat(client.atEnd()).isTrue();
      assertThat(gateway.inFlight()).isZero();
      assertThat(app.connections()).isZero();
    }
  }

  @Test
  void app_that_does_not_take_the_upload_is_504_and_not_the_clients_fault() {
    try (TestGateway gateway = gateway(timeouts -> timeouts.withUpload(BRIEF).withAnswer(BRIEF));
        RawUpstream mute =
            new RawUpstream(connection -> {
              connection.head();
              awaitQuietly(new CountDownLatch(1));
            });
        RawClient client = gateway.awake(mute).client()) {
      client.send(POST + "Content-Length: 100000000\r\n\r\n");
      Thread.ofVirtual().start(() -> pour(client));

      assertThat(client.read().status()).isEqualTo(504);
    }
  }

  @Test
  void client_that_takes_nothing_of_an_answer_is_cut_off() {
    RawUpstream.Script pouring =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
          byte[] piece = new byte[64 * 1024];
          for (int i = 0; i < 10_000; i++) {
            connection.send(piece);
          }
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts.withUpload(BRIEF));
        RawUpstream app = new RawUpstream(pouring);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/");

      await().until(() -> gateway.inFlight() == 1);
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  @Test
  void idle_client_is_closed() {
    try (TestGateway gateway = gateway(timeouts -> timeouts.withKeepAlive(BRIEF));
        RawUpstream app = RawUpstream.answering("ok");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/").read();

      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void unused_connection_to_the_app_is_closed() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    RawUpstream.Script listening =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          assertThat(connection.head()).isNull();
          closed.countDown();
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts.withUpstreamIdle(BRIEF));
        RawUpstream app = new RawUpstream(listening);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/").read();

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void app_that_does_not_accept_is_502_after_the_time_to_connect() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket one = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket two = new Socket(full.getInetAddress(), full.getLocalPort());
        TestGateway gateway = gateway(timeouts -> timeouts.withConnect(BRIEF))) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      gateway.publish(TestGateway.awakeAt(new Upstream("http", "127.0.0.1", full.getLocalPort())));
      try (RawClient client = gateway.client()) {
        RawClient.Response response = client.get(HOST, "/").read();

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body()).contains("app-unreachable");
      }
    }
  }

  @Test
  void half_a_head_during_a_long_answer_has_its_own_time() {
    CountDownLatch go = new CountDownLatch(1);
    RawUpstream.Script slow =
        connection -> {
          while (connection.head() != null) {
            awaitQuietly(go);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          }
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts.withHead(Duration.ofSeconds(1)));
        RawUpstream app = new RawUpstream(slow);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/").send("GET / HTTP/1.1\r\n");
      await().pollDelay(Duration.ofMillis(1200)).until(() -> true);
      go.countDown();
      assertThat(client.read().body()).isEqualTo("ok");
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);

      assertThat(client.send("Host: " + HOST + "\r\n\r\n").read().body()).isEqualTo("ok");
    }
  }

  @Test
  void switch_that_nobody_asked_for_is_502() {
    try (TestGateway gateway = gateway(timeouts -> timeouts);
        RawUpstream app = RawUpstream.answeringRaw(SWITCH);
        RawClient client = gateway.awake(app).client()) {
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(502);
      assertThat(gateway.inFlight()).isZero();
    }
  }

  @Test
  void websocket_wakes_the_app_and_then_talks_to_it() {
    RawUpstream.Script echo =
        connection -> {
          connection.head();
          connection.send(SWITCH + "hello");
          for (int b = connection.in().read(); b >= 0; b = connection.in().read()) {
            connection.send(new byte[] {(byte) b});
          }
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts);
        RawUpstream app = new RawUpstream(echo);
        RawClient client = gateway.asleep().client()) {
      upgrade(client);
      await().until(() -> gateway.waiting() == 1);
      assertThat(gateway.wakes()).hasSize(1);
      gateway.awake(app);

      assertThat(client.readHead().status()).isEqualTo(101);
      assertThat(text(client.bytes(5))).isEqualTo("hello");
      assertThat(text(client.send("ping").bytes(4))).isEqualTo("ping");
      assertThat(gateway.inFlight()).isEqualTo(1);
    }
  }

  @Test
  void last_word_of_the_app_reaches_a_client_that_has_said_its_own() throws IOException {
    RawUpstream.Script polite =
        connection -> {
          connection.head();
          connection.send(SWITCH);
          byte[] said = connection.in().readAllBytes();
          connection.send("heard " + said.length);
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts);
        RawUpstream app = new RawUpstream(polite);
        RawClient client = gateway.awake(app).client()) {
      upgrade(client);
      client.readHead();
      client.send("bye").socket().shutdownOutput();

      assertThat(text(client.toEnd())).isEqualTo("heard 3");
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  @Test
  void bytes_behind_an_upgrade_are_refused_instead_of_lost() {
    RawUpstream.Script echo =
        connection -> {
          connection.head();
          connection.send(SWITCH);
          connection.head();
        };
    try (TestGateway gateway = gateway(timeouts -> timeouts);
        RawUpstream app = new RawUpstream(echo);
        RawClient client = gateway.awake(app).client()) {
      client.send(
          "GET / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nGET / HTTP/1.1\r\nHost: "
              + HOST
              + "\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.atEnd()).isTrue();
    }
  }

  private static void upgrade(RawClient client) {
    client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody went on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
