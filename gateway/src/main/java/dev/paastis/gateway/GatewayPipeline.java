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
  private final Parts parts;
  private final Map<EventLoop, Worker> workers;
  private final HttpDecoderConfig decoding =
      new HttpDecoderConfig()
          .setMaxInitialLineLength(8 * 1024)
          .setMaxHeaderSize(32 * 1024)
          .setMaxChunkSize(64 * 1024)
          .setInitialBufferSize(64)
          .setStrictLineParsing(true)
          .setUseRfc9112TransferEncoding(true);

  GatewayPipeline(Parts parts, Map<EventLoop, Worker> workers) {
    this.parts = parts;
    this.workers = Map.copyOf(workers);
  }

  @Override
  protected void initChannel(Channel channel) {
    Worker worker = Objects.requireNonNull(workers.get(channel.eventLoop()));
    RequestDecoder decoder = new RequestDecoder(decoding, parts.ticker(), worker.headerNames());
    ResponseEncoder encoder = new ResponseEncoder();
    channel
        .pipeline()
        // TLS comes first, then the choice of HTTP/2 by ALPN or preface: whatever follows speaks
        // HTTP/1.1, and an HTTP/2 stream will bring the same three handlers for itself.
        //
        // The decoder before anything that looks at messages: it refuses what can be read twice.
        .addLast(decoder)
        // The encoder between decoder and connection, so that answers which the connection gives
        // from inside a read are encoded too.
        .addLast(encoder)
        // The connection last: it alone decides what is read, and ends every exchange.
        .addLast(new Http1Connection(parts, worker, decoder, encoder));
  }
}
