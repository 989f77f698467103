// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.tls.TlsEntry;
import dev.paastis.gateway.tls.TlsSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assembles the handlers of a client's connection; the only place that knows their order. */
final class GatewayPipeline extends ChannelInitializer<Channel> {
  /** How much of a request head there may be, and how strictly it is read. */
  static final HttpDecoderConfig DECODING =
      new HttpDecoderConfig()
          .setMaxInitialLineLength(8 * 1024)
          .setMaxHeaderSize(32 * 1024)
          .setMaxChunkSize(64 * 1024)
          .setInitialBufferSize(64)
          .setStrictLineParsing(true)
          .setUseRfc9112TransferEncoding(true);

  private final Parts parts;
  private final @Nullable TlsEntry entry;
  private final Map<EventLoop, Worker> workers;

  /** Connections in clear text. */
  GatewayPipeline(Parts parts, Map<EventLoop, Worker> workers) {
    this.parts = parts;
    this.workers = Map.copyOf(workers);
    this.entry = null;
  }

  /** Connections by TLS. */
  GatewayPipeline(Parts parts, Map<EventLoop, Worker> workers, TlsSettings tls) {
    this.parts = parts;
    this.workers = Map.copyOf(workers);
    this.entry = new TlsEntry(tls.certificates(), tls.handshake(), this::speak);
  }

  @Override
  protected void initChannel(Channel channel) {
    // The word of a proxy on whom it speaks for goes before everything, TLS included.
    if (isProxy(channel)) {
      ProxyProtocol.expect(channel, parts.timeouts().head());
    }
    TlsEntry first = entry;
    if (first == null) {
      // The client's first bytes decide: whoever says nothing special speaks HTTP/1.1.
      channel.pipeline().addLast(new PrefaceSniffer(() -> toHttp2(channel)));
      addHttp1(channel);
    } else {
      // Then TLS; what is behind it is known when both sides have agreed on a protocol.
      first.addTo(channel.pipeline());
    }
  }

  /** Adds what speaks the protocol that was agreed on by ALPN. */
  private void speak(ChannelPipeline pipeline, String protocol) {
    switch (protocol) {
      case ApplicationProtocolNames.HTTP_1_1 -> addHttp1(pipeline.channel());
      case ApplicationProtocolNames.HTTP_2 -> addHttp2(pipeline.channel());
      default -> throw new IllegalStateException("agreed on what was not offered: " + protocol);
    }
  }

  private boolean isProxy(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress peer
        && parts.proxies().contains(peer);
  }

  private Worker workerOf(Channel channel) {
    return Objects.requireNonNull(workers.get(channel.eventLoop()));
  }

  private void addHttp1(Channel channel) {
    Worker worker = workerOf(channel);
    RequestDecoder decoder = new RequestDecoder(DECODING, parts.ticker(), worker.headerNames());
    ResponseEncoder encoder = new ResponseEncoder();
    channel
        .pipeline()
        // The decoder before anything that looks at messages: it refuses what can be read twice.
        .addLast(decoder)
        // The encoder between decoder and connection, so that answers which the connection gives
        // from inside a read are encoded too.
        .addLast(encoder)
        // The connection last: it alone decides what is read, and ends every exchange.
        .addLast(new Http1Connection(parts, worker, decoder, encoder));
  }

  /** Frames and streams are one handler's matter, which stands for the three of HTTP/1.1. */
  private void toHttp2(Channel channel) {
    channel.pipeline().remove(Http1Connection.class);
    channel.pipeline().remove(ResponseEncoder.class);
    channel.pipeline().remove(RequestDecoder.class);
    addHttp2(channel);
  }

  private void addHttp2(Channel channel) {
    channel.pipeline().addLast(Http2ClientBuilder.newConnection(parts, workerOf(channel)));
  }
}
