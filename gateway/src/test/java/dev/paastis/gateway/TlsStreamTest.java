// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static dev.paastis.gateway.TlsFixture.app;
import static dev.paastis.gateway.TlsFixture.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies, tunnels and ends of connections to apps behind https. */
final class TlsStreamTest {
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  private final TlsFixture fixture = new TlsFixture();

  @Test
  void answer_that_ends_with_the_connection_arrives_whole() {
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(connection -> untilTheEnd(connection, true));
        RawClient client = client(gateway, app)) {
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("until the end");
    }
  }

  @Test
  void answer_cut_off_below_tls_is_cut_off_for_the_client() {
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(connection -> untilTheEnd(connection, false));
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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(echo);
        RawClient client = client(gateway, app)) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + much + "\r\n\r\n");
      client.send(sent);
      client.readHead();

      assertThat(client.bytes(much)).isEqualTo(sent);
    }
  }

  @Test
  void answer_of_an_app_that_closes_during_the_upload_is_heard() {
    RawUpstream.Script strict =
        connection -> {
          connection.head();
          connection.in().readNBytes(100_000);
          connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
          connection.socket().close(); // with much unread: the kernel resets the connection
        };
    for (int round = 0; round < 10; round++) {
      try (TestGateway gateway = fixture.gateway();
          RawUpstream app = app(strict);
          RawClient client = client(gateway, app)) {
        client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 100000000\r\n\r\n");
        Thread.ofVirtual().start(() -> pour(client));

        assertThat(client.read().status()).isEqualTo(413);
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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(pouring);
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
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(echo)) {
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
          int heard = connection.in().readAllBytes().length;
          connection.send(tcpHasEnded(connection.socket()) ? "cut off" : "heard " + heard);
        };
    try (TestGateway gateway = fixture.gateway();
        RawUpstream app = app(polite);
        RawClient client = client(gateway, app)) {
      upgrade(client);
      client.send("bye").socket().shutdownOutput();

      assertThat(text(client.toEnd())).isEqualTo("heard 3");
      await().until(() -> gateway.inFlight() == 0);
    }
  }

  /** Whether the end was that of the connection, and not only TLS's word of farewell. */
  private static boolean tcpHasEnded(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
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
