// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * One end of two connections that pass bytes to each other, after both sides agreed to speak
 * something other than HTTP. Each reads only while the other can be written.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
public final class Tunnel extends ChannelInboundHandlerAdapter {
  private final Channel other;
  private final Runnable onBytes;
  private final Runnable onEnd;

  private Tunnel(Channel other, Runnable onBytes, Runnable onEnd) {
    this.other = other;
    this.onBytes = onBytes;
    this.onEnd = onEnd;
  }

  /**
   * Turns two HTTP connections of one event loop into a tunnel. What either has read beyond its
   * last HTTP message goes through it.
   *
   * @param onBytes called for each piece passed on
   * @param onEnd called when an end closes; twice when both do
   */
  public static void join(Channel client, Channel app, Runnable onBytes, Runnable onEnd) {
    client.pipeline().addLast(new Tunnel(app, onBytes, onEnd));
    app.pipeline().addLast(new Tunnel(client, onBytes, onEnd));
    // The tunnel ends stand last before the codecs leave: a decoder hands on what it has left.
    stripToTunnel(client);
    stripToTunnel(app);
    client.config().setAutoRead(app.isWritable());
    app.config().setAutoRead(client.isWritable());
  }

  private static void stripToTunnel(Channel channel) {
    while (!(channel.pipeline().first() instanceof Tunnel)) {
      // Last of the old handlers first, so that nobody sees bytes it cannot read.
      var names = channel.pipeline().names();
      int tunnel = names.indexOf(channel.pipeline().context(Tunnel.class).name());
      channel.pipeline().remove(names.get(tunnel - 1));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      onBytes.run();
      other.write(bytes, other.voidPromise());
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    other.flush();
    ctx.channel().config().setAutoRead(other.isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    other.config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    onEnd.run();
    // Flushed first: what the one said last must reach the other.
    other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> other.close());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
