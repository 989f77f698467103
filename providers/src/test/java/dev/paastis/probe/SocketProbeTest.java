// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocketProbeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final SocketProbe probe = new SocketProbe();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static Upstream upstream(String scheme, ServerSocket server) {
    return new Upstream(scheme, "127.0.0.1", server.getLocalPort());
  }

  private void answerOnce(ServerSocket server, String answer) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            byte[] buffer = new byte[4_096];
            int read = socket.getInputStream().read(buffer);
            requests.add(new String(buffer, 0, Math.max(0, read), US_ASCII));
            socket.getOutputStream().write(answer.getBytes(US_ASCII));
          } catch (IOException e) {
            requests.add(e.toString());
          }
        });
  }

  private boolean answers(String answer) throws IOException {
    try (ServerSocket server = listen()) {
      answerOnce(server, answer);
      return probe.answers(upstream("http", server), "/ready?x=1", LONG);
    }
  }

  @Test
  void status_2xx_and_3xx_hold() throws IOException, InterruptedException {
    assertThat(answers("HTTP/1.1 200 OK\r\n\r\n")).isTrue();
    assertThat(answers("HTTP/1.0 302 Found\r\n\r\n")).isTrue();
    assertThat(requests.poll(30, TimeUnit.SECONDS))
        .startsWith("GET /ready?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
        .contains("\r\nUser-Agent: Paastis-Probe\r\n", "\r\nConnection: close\r\n");
  }

  @Test
  void everything_else_does_not() throws IOException {
    assertThat(answers("HTTP/1.1 503 Busy\r\n\r\n")).isFalse();
    assertThat(answers("HTTP/1.1 404 Not Found\r\n\r\n")).isFalse();
    assertThat(answers("HTTP/1.1 2")).isFalse();
    assertThat(answers("SSH-2.0-OpenSSH_9.6\r\n")).isFalse();
    assertThat(answers("")).isFalse();
  }

  @Test
  void accepted_connection_is_enough_without_a_path() throws IOException {
    try (ServerSocket server = listen()) {
      assertThat(probe.answers(upstream("http", server), null, LONG)).isTrue();
    }
  }

  @Test
  void closed_port_does_not_answer() throws IOException {
    Upstream gone;
    try (ServerSocket server = listen()) {
      gone = upstream("http", server);
    }

    assertThat(probe.answers(gone, "/", LONG)).isFalse();
    assertThat(probe.answers(gone, null, LONG)).isFalse();
  }

  @Test
  void silent_server_is_given_up_in_time() throws IOException {
    try (ServerSocket server = listen()) {
      assertThat(probe.answers(upstream("http", server), "/", SHORT)).isFalse();
      assertThat(probe.answers(upstream("https", server), "/", SHORT)).isFalse();
      assertThat(probe.answers(upstream("http", server), "/", Duration.ZERO)).isFalse();
    }
  }

  @Test
  void plain_answer_to_a_tls_probe_does_not_hold() throws IOException {
    try (ServerSocket server = listen()) {
      answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");
      assertThat(probe.answers(upstream("https", server), "/", LONG)).isFalse();
    }
  }

  @Test
  void host_without_address_does_not_answer() {
    assertThat(probe.answers(new Upstream("http", "no-such-host.invalid", 80), "/", LONG))
        .isFalse();
  }
}
