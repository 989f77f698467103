// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes with the JDK's client, on real sockets. */
class HandshakeTest {
  private static final Identity SHOP = TestIdentity.of("shop.example.com", "*.apps.example.com");

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Challenges challenges = new Challenges();
  private final TlsClient client = new TlsClient(SHOP);
  private @Nullable Channel listening;

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void listen(
      CertificateShelf shelf, Duration patience, @Nullable String usual, OnDemand... sources) {
    Certificates certificates = new Certificates(shelf, challenges, List.of(sources), usual);
    TlsEntry entry =
        new TlsEntry(certificates, patience, (pipeline, _) -> pipeline.addLast(new Echo()));
    listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    entry.addTo(channel.pipeline());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      var _ = ctx.writeAndFlush(message);
    }
  }

  private CertificateShelf shelf(SslProviders providers) {
    CertificateShelf shelf = new CertificateShelf(providers);
    shelf.replace(CertificateShelf.Kind.FILES, List.of(SHOP));
    return shelf;
  }

  private void listen() {
    listen(shelf(SslProviders.BEST), Duration.ofSeconds(15), null);
  }

  private int port() {
    Channel channel = Objects.requireNonNull(listening);
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private SSLSocket shop() throws IOException {
    return client.connect(port(), "shop.example.com");
  }

  @Test
  void openSsl_isUsedOnThisMachine() {
    assertThat(OpenSsl.isAvailable()).as("reason: %s", OpenSsl.unavailabilityCause()).isTrue();
    assertThat(SslProviders.BEST.provider()).isEqualTo(io.netty.handler.ssl.SslProvider.OPENSSL);
  }

  @ParameterizedTest
  @CsvSource({"BEST,TLSv1.3", "BEST,TLSv1.2", "JDK,TLSv1.3", "JDK,TLSv1.2"})
  void secondHandshake_resumesTheFirst(SslProviders providers, String version) throws Exception {
    CertificateShelf shelf = shelf(providers);
    listen(shelf, Duration.ofSeconds(15), null);
    client.only(version);

    try (SSLSocket first = shop()) {
      assertThat(client.echo(first, "one")).isEqualTo("one");
      assertThat(first.getSession().getProtocol()).isEqualTo(version);
      assertThat(first.getSession().getCipherSuite()).containsAnyOf("GCM", "CHACHA20");
    }
    assertThat(client.looks()).isEqualTo(1);
    shelf.rotate();
    for (int i = 0; i < 2; i++) {
      try (SSLSocket next = shop()) {
        assertThat(client.echo(next, "two")).isEqualTo("two");
      }
    }
    assertThat(client.looks()).as("a resumed session shows no certificate").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(SslProviders.class)
  void weakVersionsAndCiphers_areRefused(SslProviders providers) {
    listen(shelf(providers), Duration.ofSeconds(15), null);
    client.only("TLSv1.2").ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");

    assertThatThrownBy(this::shop).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void unknownName_isRefusedByItsAlert() {
    listen();

    assertThatThrownBy(() -> client.connect(port(), "other.example.com"))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("unrecognized_name");
    assertThatThrownBy(() -> client.connect(port(), null))
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void nameInOtherLetters_andWildcard_findTheirCertificate() throws Exception {
    listen();

    client.connect(port(), "SHOP.Example.com").close();
    client.connect(port(), "blog.apps.example.com").close();
    assertThatThrownBy(() -> client.connect(port(), "a.blog.apps.example.com"))
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void defaultHost_isShownToWhoeverNamesNothingKnown() throws Exception {
    listen(shelf(SslProviders.BEST), Duration.ofSeconds(15), "Shop.example.com.");

    client.connect(port(), "other.example.com").close();
    client.connect(port(), null).close();
  }

  @Test
  void certificateMadeOnDemand_isWaitedFor_whileOthersAreServed() throws Exception {
    CertificateShelf shelf = shelf(SslProviders.BEST);
    CompletableFuture<Boolean> order = new CompletableFuture<>();
    OnDemand source =
        new OnDemand() {
          @Override
          public boolean offers(String host) {
            return host.equals("new.example.com");
          }

          @Override
          public @Nullable CompletableFuture<Boolean> obtain(String host) {
            return offers(host) ? order : null;
          }
        };
    listen(shelf, Duration.ofSeconds(15), null, source);
    Identity made = TestIdentity.of("new.example.com");

    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(() -> new TlsClient(made).talk(port(), "new.example.com"));
    shop().close();
    assertThatThrownBy(() -> client.connect(port(), "not.example.com"))
        .hasMessageContaining("unrecognized_name");
    assertThat(waiting).isNotDone();

    shelf.add(CertificateShelf.Kind.ORDERED, made);
    order.complete(true);
    assertThat(waiting.join()).isEqualTo("hello");
  }

  @Test
  void slowHandshake_isCutAndHoldsNobodyUp() throws Exception {
    listen(shelf(SslProviders.BEST), Duration.ofMillis(800), null);
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port());
        Socket half = new Socket(InetAddress.getLoopbackAddress(), port())) {
      half.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1});

      try (SSLSocket quick = shop()) {
        assertThat(client.echo(quick, "quick")).isEqualTo("quick");
      }
      silent.setSoTimeout(10_000);
      half.setSoTimeout(10_000);
      assertThat(silent.getInputStream().read()).isNegative();
      assertThat(half.getInputStream().read()).isNegative();
    }
  }

  @Test
  void plainHttp_isClosedQuietly() throws Exception {
    listen();
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port())) {
      plain.setSoTimeout(10_000);
      plain
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      plain.getInputStream().readAllBytes();
    }
    shop().close();
  }

  @Test
  void challengeOfAnAcmeServer_isShownToItAlone_andOnlyWhilePending() throws Exception {
    listen();
    Identity proof = TestIdentity.of("shop.example.com");
    TlsClient server = new TlsClient(proof).protocols("acme-tls/1");
    assertThatThrownBy(() -> server.connect(port(), "shop.example.com"))
        .hasMessageContaining("unrecognized_name");

    challenges.expect("shop.example.com", proof);
    try (SSLSocket asked = server.connect(port(), "shop.example.com")) {
      assertThat(asked.getApplicationProtocol()).isEqualTo("acme-tls/1");
      await().until(() -> asked.getInputStream().read() < 0);
    }
    shop().close();

    challenges.forget("shop.example.com");
    assertThatThrownBy(() -> server.connect(port(), "shop.example.com"))
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void protocolThatIsOffered_isAgreedOn() throws Exception {
    listen();
    client.protocols("spdy/1", "http/1.1");
    try (SSLSocket socket = shop()) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }
}
