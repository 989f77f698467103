// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paastis.app.Upstream;
import dev.paastis.wake.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class SocketProbeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration SHORT = Duration.ofMillis(100);

  private final SocketProbe probe = new SocketProbe();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, LOOPBACK);
  }

  private static Upstream upstream(String scheme, ServerSocket server) {
    return new Upstream(scheme, "127.0.0.1", server.getLocalPort());
  }

  private void answerOnce(ServerSocket server, String answer) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            byte[] buffer = new byte[4_096];
            if (socket instanceof SSLSocket secured) {
              secured.startHandshake();
              var session = (ExtendedSSLSession) secured.getSession();
              var name = (SNIHostName) session.getRequestedServerNames().getFirst();
              requests.add("name " + name.getAsciiName());
            }
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
  void address_that_is_not_allowed_is_not_connected_to() throws IOException {
    try (ServerSocket server = listen()) {
      SocketProbe guarded = new SocketProbe(address -> !address.isLoopbackAddress());
      answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");

      assertThat(guarded.look(upstream("http", server), "/", LONG))
          .isEqualTo(Probe.Sight.OUT_OF_BOUNDS);
      assertThat(requests).isEmpty();
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
  void name_below_localhost_is_this_machine_and_the_host_is_the_upstreams_own()
      throws IOException, InterruptedException {
    try (ServerSocket server = listen()) {
      answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");
      Upstream local =
          new Upstream("http", "shop.example.app.localhost", server.getLocalPort(), true);

      assertThat(probe.answers(local, "/", LONG)).isTrue();
      assertThat(requests.poll(30, TimeUnit.SECONDS))
          .contains("\r\nHost: shop.example.app.localhost:" + server.getLocalPort() + "\r\n");
    }
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

  private boolean sharedRouterAnswers(String answer) throws IOException {
    try (ServerSocket server = listen()) {
      answerOnce(server, answer);
      Upstream own = new Upstream("http", "some.app.localhost", server.getLocalPort(), true);
      return probe.answers(own, null, LONG);
    }
  }

  @Test
  void shared_router_that_finds_nobody_does_not_hold_without_a_path()
      throws IOException, InterruptedException {
    assertThat(sharedRouterAnswers("HTTP/1.1 502 Bad Gateway\r\n\r\n")).isFalse();
    assertThat(requests.poll(30, TimeUnit.SECONDS)).startsWith("HEAD / HTTP/1.1\r\n");
    assertThat(sharedRouterAnswers("")).isFalse();
  }

  @Test
  void whatever_else_comes_through_a_shared_router_is_the_app() throws IOException {
    assertThat(sharedRouterAnswers("HTTP/1.1 401 Unauthorized\r\n\r\n")).isTrue();
    assertThat(sharedRouterAnswers("HTTP/1.1 503 In Maintenance\r\n\r\n")).isTrue();
  }

  @Test
  void shared_router_that_passes_on_and_waits_has_found_the_app() throws IOException {
    try (ServerSocket server = listen()) {
      Upstream own = new Upstream("http", "some.app.localhost", server.getLocalPort(), true);
      assertThat(probe.answers(own, null, LONG)).isTrue();
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
    Upstream named = new Upstream("http", "localhost", gone.port());
    assertThat(probe.answers(named, null, LONG)).isFalse();
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
  void app_behind_https_is_asked_by_its_name() throws Exception {
    try (ServerSocket server = secure()) {
      Upstream upstream = new Upstream("https", "app.localhost", server.getLocalPort());
      answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");

      assertThat(trusting().answers(upstream, "/", LONG)).isTrue();
      assertThat(requests.poll(30, TimeUnit.SECONDS)).isEqualTo("name app.localhost");
      assertThat(requests.poll(30, TimeUnit.SECONDS))
          .contains("\r\nHost: app.localhost:" + server.getLocalPort() + "\r\n");
    }
  }

  @Test
  void certificate_not_trusted_or_for_another_name_does_not_hold() throws Exception {
    for (String path : new String[] {"/", ""}) {
      try (ServerSocket server = secure()) {
        Upstream mine = new Upstream("https", "app.localhost", server.getLocalPort());
        Upstream other = new Upstream("https", "other.localhost", server.getLocalPort());
        String asked = path.isEmpty() ? null : path;
        answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");
        assertThat(probe.answers(mine, asked, LONG)).isFalse();
        answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");
        assertThat(trusting().answers(other, asked, LONG)).isFalse();
      }
    }
  }

  private static ServerSocket secure() throws IOException, GeneralSecurityException {
    return certificate().getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
  }

  private static SocketProbe trusting() throws IOException, GeneralSecurityException {
    SSLContext context = certificate();
    return new SocketProbe(context::getSocketFactory, _ -> true);
  }

  /** Shows and trusts one certificate, for {@code app.localhost} and {@code app.test}. */
  private static SSLContext certificate() throws IOException, GeneralSecurityException {
    char[] password = "secret".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = SocketProbeTest.class.getResourceAsStream("app.test.p12")) {
      store.load(file, password);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("app", store.getCertificate("app"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void host_that_a_shared_router_needs_is_sent_and_nothing_else() throws Exception {
    try (ServerSocket server = listen()) {
      answerOnce(server, "HTTP/1.1 200 OK\r\n\r\n");
      Upstream own = new Upstream("http", "some.app.localhost", server.getLocalPort(), true);

      assertThat(probe.answers(own, "/", LONG)).isTrue();
      assertThat(requests.poll(30, TimeUnit.SECONDS))
          .contains("\r\nHost: some.app.localhost:" + server.getLocalPort() + "\r\n");
    }
  }

  @Test
  void host_without_address_does_not_answer() {
    assertThat(probe.answers(new Upstream("http", "no-such-host.invalid", 80), "/", LONG))
        .isFalse();
  }
}
