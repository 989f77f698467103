// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import static dev.paastis.gateway.TestGateway.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that say, or must not say, for whom they connect. */
final class ProxyProtocolTest {
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
  private static final int PROXY = 0x21;
  private static final int LOCAL = 0x20;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int UNIX = 0x31;

  private final TestGateway gateway =
      new TestGateway(settings ->
          settings
              .withProxyProtocol(List.of("127.0.0.0/8", "::1"))
              .withTrustedPeers(List.of("198.51.100.0/24"))
              .withTimeouts(Timeouts.DEFAULT.withHead(Duration.ofMillis(700))));

  private final RawUpstream app = RawUpstream.answering("ok");

  @AfterEach
  void close() {
    app.close();
    gateway.close();
  }

  private String headAfter(byte[] preamble, String... headers) {
    try (RawClient client = gateway.awake(app).client()) {
      assertThat(client.send(preamble).get(HOST, "/", headers).read().status()).isEqualTo(200);
      return app.heads().getLast();
    }
  }

  private static byte[] v1(String line) {
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] v2(int command, int family, byte[] addresses, byte... extensions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    out.write(command);
    out.write(family);
    int length = addresses.length + extensions.length;
    out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    out.writeBytes(addresses);
    out.writeBytes(extensions);
    return out.toByteArray();
  }

  private static byte[] addresses(String source, String destination) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(InetAddress.ofLiteral(source).getAddress());
    out.writeBytes(InetAddress.ofLiteral(destination).getAddress());
    out.writeBytes(ByteBuffer.allocate(4).putShort((short) 4711).putShort((short) 80).array());
    return out.toByteArray();
  }

  @Test
  void version_1_tells_who_asks() {
    assertThat(headAfter(v1("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80")))
        .contains("x-forwarded-for: 203.0.113.7\r\n");
    assertThat(headAfter(v1("PROXY TCP6 2001:db8::7 2001:db8::1 4711 80")))
        .contains("x-forwarded-for: 2001:db8:0:0:0:0:0:7\r\n");
  }

  @Test
  void version_2_tells_who_asks() {
    assertThat(headAfter(v2(PROXY, TCP4, addresses("203.0.113.7", "192.0.2.1"))))
        .contains("x-forwarded-for: 203.0.113.7\r\n", "x-forwarded-proto: http\r\n");
    assertThat(headAfter(v2(PROXY, TCP6, addresses("2001:db8::7", "2001:db8::1"))))
        .contains("x-forwarded-for: 2001:db8:0:0:0:0:0:7\r\n");
  }

  @Test
  void version_2_tells_of_tls_at_the_proxy() {
    byte[] tls = {0x20, 0, 5, 1, 0, 0, 0, 0};

    assertThat(headAfter(v2(PROXY, TCP4, addresses("203.0.113.7", "192.0.2.1"), tls)))
        .contains("x-forwarded-proto: https\r\n");
  }

  @Test
  void proxy_that_speaks_for_itself_or_does_not_know_keeps_its_address() {
    byte[] nobody = new byte[0];
    byte[] sockets = new byte[216];
    sockets[0] = '/';
    sockets[108] = '/';
    List<byte[]> preambles =
        List.of(
            v1("PROXY UNKNOWN"),
            v2(LOCAL, 0, nobody),
            v2(LOCAL, TCP4, addresses("203.0.113.7", "192.0.2.1")),
            v2(PROXY, 0, nobody),
            v2(PROXY, UNIX, sockets));

    assertThat(preambles)
        .allSatisfy(
            preamble -> assertThat(headAfter(preamble)).contains("x-forwarded-for: 127.0.0.1\r\n"));
  }

  @Test
  void address_told_decides_who_is_believed() {
    String claim = "X-Forwarded-For: 192.0.2.66";

    assertThat(headAfter(v1("PROXY TCP4 198.51.100.9 192.0.2.1 4711 80"), claim))
        .contains("x-forwarded-for: 192.0.2.66, 198.51.100.9\r\n");
    assertThat(headAfter(v1("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80"), claim))
        .contains("x-forwarded-for: 203.0.113.7\r\n")
        .doesNotContain("192.0.2.66");
  }

  @Test
  void word_in_single_bytes_is_understood() {
    byte[] all = v2(PROXY, TCP4, addresses("203.0.113.7", "192.0.2.1"));
    try (RawClient client = gateway.awake(app).client()) {
      for (byte each : all) {
        client.send(new byte[] {each});
      }
      assertThat(client.get(HOST, "/").read().body()).isEqualTo("ok");
      assertThat(app.heads().getFirst()).contains("x-forwarded-for: 203.0.113.7\r\n");
    }
  }

  @Test
  void http2_with_prior_knowledge_follows() throws Exception {
    gateway.awake(app);
    try (RawClient bare = gateway.client();
        RawHttp2 client =
            new RawHttp2(bare.send(v1("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80")).socket())) {
      assertThat(client.hello().exchange(RawHttp2.get(HOST, "/")).status()).isEqualTo(200);
      assertThat(app.heads().getFirst()).contains("x-forwarded-for: 203.0.113.7\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: hello.localhost\r\n\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 4711\r\n",
        "PROXY TCP4 nobody 192.0.2.1 4711 80\r\nGET / HTTP/1.1\r\nHost: hello.localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void listed_peer_that_says_something_else_is_cut_off(String text) {
    try (RawClient client = gateway.awake(app).client()) {
      assertThat(client.send(text).atEnd()).isTrue();
      assertThat(app.heads()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 203.0.1"})
  void listed_peer_that_does_not_say_it_in_time_is_cut_off(String text) {
    try (RawClient client = gateway.awake(app).client()) {
      assertThat(client.send(text).atEnd()).isTrue();
    }
  }

  @Test
  void word_of_a_stranger_is_a_bad_request() {
    try (TestGateway open = new TestGateway().awake(app)) {
      byte[] binary = v2(PROXY, TCP4, addresses("203.0.113.7", "192.0.2.1"));
      for (byte[] word : List.of(v1("PROXY TCP4 203.0.113.7 192.0.2.1 4711 80"), binary)) {
        try (RawClient client = open.client()) {
          assertThat(client.send(word).get(HOST, "/").read().status()).isEqualTo(400);
        }
      }
      assertThat(app.heads()).isEmpty();
    }
  }
}
