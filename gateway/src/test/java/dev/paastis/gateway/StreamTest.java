// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Long streams, tunnels and slow peers. */
final class StreamTest {
  /** More than sockets and buffers of both sides together can hold. */
  private static final long MUCH = 256L << 20;

  private static final long SOME = 48L << 20;

  private final TestGateway gateway =
      new TestGateway(
          settings -> settings.withTimeouts(Timeouts.DEFAULT.withSilence(Duration.ofMillis(300))));

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void events_are_passed_on_one_by_one() {
    CountDownLatch first = new CountDownLatch(1);
    RawUpstream.Script streaming =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
          connection.send("data: 1\n\n");
          awaitQuietly(first);
          connection.send("data: 2\n\n");
          connection.head();
        };
    try (RawUpstream app = new RawUpstream(streaming);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/events");
      assertThat(client.readEventHead()).containsEntry("transfer-encoding", "chunked");
      assertThat(client.line()).isEqualTo("9");
      assertThat(client.line()).isEqualTo("data: 1");
      first.countDown();
      client.bytes(3);
      assertThat(client.line()).isEqualTo("9");
      assertThat(client.line()).isEqualTo("data: 2");
      assertThat(gateway.inFlight()).isEqualTo(1);
    }
  }

  @Test
  void paused_reader_pauses_the_app() throws IOException {
    AtomicLong sent = new AtomicLong();
    RawUpstream.Script pouring =
        connection -> {
          connection.head();
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
          byte[] piece = new byte[64 * 1024];
          for (long left = MUCH; left > 0; left -= piece.length) {
            connection.send(piece);
            sent.addAndGet(piece.length);
          }
        };
    try (RawUpstream app = new RawUpstream(pouring);
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/");
      long stopped = settled(sent);

      assertThat(stopped).isLessThan(SOME);
      client.readEventHead();
      assertThat(client.bytes((int) SOME)).hasSize((int) SOME);
      assertThat(sent.get()).isGreaterThan(stopped);
    }
  }

  @Test
  void paused_app_pauses_the_upload() {
    CountDownLatch drink = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    RawUpstream.Script thirsty =
        connection -> {
          connection.head();
          awaitQuietly(drink);
          connection.in().skipNBytes(MUCH);
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
    try (RawUpstream app = new RawUpstream(thirsty);
        RawClient client = gateway.awake(app).client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + MUCH + "\r\n\r\n");
      Thread.ofVirtual().start(() -> pour(client, sent));

      assertThat(settled(sent)).isLessThan(SOME);
      drink.countDown();
      assertThat(client.read().body()).isEqualTo("ok");
    }
  }

  @Test
  void app_that_refuses_an_upload_early_is_heard() {
    RawUpstream.Script strict =
        connection -> {
          connection.head();
          connection.send(
              RawUpstream.http("HTTP/1.1 413 Too Large", "Content-Length: 2", "", "no"));
        };
    try (RawUpstream app = new RawUpstream(strict);
        RawClient client = gateway.awake(app).client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + MUCH + "\r\n\r\n");
      client.send(new byte[1000]);

      assertThat(client.read().status()).isEqualTo(413);
      assertThat(client.atEnd()).isTrue();
    }
  }

  @Test
  void app_that_never_answers_is_504() {
    Timeouts brief = Timeouts.DEFAULT.withAnswer(Duration.ofMillis(200));
    RawUpstream.Script mute =
        connection -> {
          connection.head();
          connection.head();
        };
    try (TestGateway impatient = new TestGateway(settings -> settings.withTimeouts(brief));
        RawUpstream app = new RawUpstream(mute);
        RawClient client = impatient.awake(app).client()) {
      RawClient.Response response = client.get(HOST, "/").read();

      assertThat(response.status()).isEqualTo(504);
      assertThat(response.body()).contains("app-too-slow");
      assertThat(impatient.inFlight()).isZero();
    }
  }

  @Test
  void websocket_becomes_a_tunnel() {
    try (RawUpstream app = new RawUpstream(StreamTest::echoTunnel);
        RawClient client = gateway.awake(app).client()) {
      upgrade(client);
      client.send("ping");
      assertThat(new String(client.bytes(4), StandardCharsets.UTF_8)).isEqualTo("ping");
      assertThat(gateway.inFlight()).isEqualTo(1);
      assertThat(app.heads().getFirst().toLowerCase(Locale.ROOT))
          .contains("connection: upgrade", "upgrade: websocket", "sec-websocket-key: x");
    }
    await().until(() -> gateway.inFlight() == 0);
  }

  @Test
  void app_that_ends_the_tunnel_ends_it_for_the_client() {
    RawUpstream.Script farewell =
        connection -> {
          connection.head();
          connection.send(
              RawUpstream.http(
                  "HTTP/1.1 101 Switching Protocols",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "",
                  "bye"));
        };
    try (RawUpstream app = new RawUpstream(farewell);
        RawClient client = gateway.awake(app).client()) {
      upgrade(client);
      assertThat(new String(client.toEnd(), StandardCharsets.UTF_8)).isEqualTo("bye");
    }
    await().until(() -> gateway.inFlight() == 0);
  }

  @Test
  void paused_end_of_a_tunnel_pauses_the_other() {
    AtomicLong sent = new AtomicLong();
    RawUpstream.Script deaf =
        connection -> {
          connection.head();
          connection.send(
              RawUpstream.http(
                  "HTTP/1.1 101 Switching Protocols",
                  "Upgrade: websocket",
                  "Connection: Upgrade",
                  "",
                  ""));
          awaitQuietly(new CountDownLatch(1));
        };
    try (RawUpstream app = new RawUpstream(deaf);
        RawClient client = gateway.awake(app).client()) {
      upgrade(client);
      Thread.ofVirtual().start(() -> pour(client, sent));

      assertThat(settled(sent)).isLessThan(SOME);
    }
  }

  @Test
  void silent_websocket_stops_counting_and_counts_again_when_it_talks() {
    try (RawUpstream app = new RawUpstream(StreamTest::echoTunnel);
        RawClient client = gateway.awake(app).client()) {
      upgrade(client);
      await().until(() -> gateway.inFlight() == 0);
      client.send("ping");
      client.bytes(4);

      assertThat(gateway.inFlight()).isEqualTo(1);
    }
  }

  @Test
  void refused_upgrade_is_an_ordinary_answer() {
    try (RawUpstream app =
            RawUpstream.answeringRaw("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        RawClient client = gateway.awake(app).client()) {
      client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket");
      assertThat(client.read().status()).isEqualTo(403);
      assertThat(client.get(HOST, "/").read().status()).isEqualTo(403);
    }
  }

  private static void upgrade(RawClient client) {
    client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x");
    assertThat(client.readHead().status()).isEqualTo(101);
  }

  private static void echoTunnel(RawUpstream.Connection connection) throws IOException {
    connection.head();
    connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    for (int b = connection.in().read(); b >= 0; b = connection.in().read()) {
      connection.send(new byte[] {(byte) b});
    }
  }

  private static void pour(RawClient client, AtomicLong sent) {
    byte[] piece = new byte[64 * 1024];
    for (long left = MUCH; left > 0; left -= piece.length) {
      client.send(piece);
      sent.addAndGet(piece.length);
    }
  }

  /** Waits until nothing more is taken, and says how much was. */
  private static long settled(AtomicLong sent) {
    AtomicLong last = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(30))
        .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
    return sent.get();
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new SocketTimeoutException("nobody went on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
