// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.util.Map;
import java.util.Objects;

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
  private final Map<EventLoop, Worker> workers;

  GatewayPipeline(Parts parts, Map<EventLoop, Worker> workers) {
    this.parts = parts;
    this.workers = Map.copyOf(workers);
  }

  @Override
  protected void initChannel(Channel channel) {
    // TLS comes first, and its ALPN decides. Without it the client's first bytes do: whoever says
    // nothing special speaks HTTP/1.1.
    channel.pipeline().addLast(new PrefaceSniffer(() -> toHttp2(channel)));
    addHttp1(channel);
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

  /** Frames and streams are one handler's matter: it stands for the three of HTTP/1.1. */
  private void toHttp2(Channel channel) {
    channel.pipeline().remove(Http1Connection.class);
    channel.pipeline().remove(ResponseEncoder.class);
    channel.pipeline().remove(RequestDecoder.class);
    channel.pipeline().addLast(Http2ClientBuilder.newConnection(parts, workerOf(channel)));
  }
}
