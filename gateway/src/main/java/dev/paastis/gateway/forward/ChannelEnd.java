// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** A connection as one end of a tunnel. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
record ChannelEnd(Channel channel) implements TunnelEnd {
  private static final int LAST_WORDS_SECONDS = 5;

  @Override
  public void write(ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void read(boolean more) {
    channel.config().setAutoRead(more);
  }

  @Override
  public boolean isInputShutdown() {
    return ((SocketChannel) channel).isInputShutdown();
  }

  @Override
  public void endOutput() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound(); // its own last word; the bare end of the connection would be an error
      return;
    }
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> ((SocketChannel) channel).shutdownOutput());
  }

  @Override
  public void close() {
    // Flushed first: what the one said last must reach the other.
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> channel.close());
  }

  @Override
  public void closeLater() {
    if (channel.isActive()) {
      channel.eventLoop().schedule(() -> channel.close(), LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }
  }
}
