// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One end of two connections that pass bytes to each other, after both sides agreed to speak
 * WebSocket. Each reads only while the other can be written. A peer that has said its last word may
 * still hear the other's, for a short while.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
public final class Tunnel extends ChannelInboundHandlerAdapter {
  /** Close, two bytes, 1001: going away. */
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  private final TunnelEnd other;
  private final Traffic traffic;
  private final Runnable onEnd;
  private final @Nullable FrameBoundary frames;
  private boolean goingAway;

  /** Is told what passes. */
  public interface Traffic {
    /** So many bytes of the client's. */
    void toApp(int bytes);

    /** So many bytes of the app's. */
    void toClient(int bytes);
  }

  private Tunnel(TunnelEnd other, Traffic traffic, Runnable onEnd, @Nullable FrameBoundary frames) {
    this.other = other;
    this.traffic = traffic;
    this.onEnd = onEnd;
    this.frames = frames;
  }

  /**
   * Turns two HTTP connections of one event loop into a tunnel. What either has read beyond its
   * last HTTP message goes through it.
   *
   * @param traffic told of each piece passed on
   * @param onEnd called when an end closes; twice when both do
   * @return the end at the app
   */
  public static Tunnel join(Channel client, Channel app, Traffic traffic, Runnable onEnd) {
    Tunnel atApp = new Tunnel(new ChannelEnd(client), traffic, onEnd, new FrameBoundary());
    enter(client, new Tunnel(new ChannelEnd(app), traffic, onEnd, null));
    enter(app, atApp);
    client.config().setAutoRead(app.isWritable());
    app.config().setAutoRead(client.isWritable());
    return atApp;
  }

  /**
   * Turns the connection of an app into the one end of a tunnel whose other end is no connection of
   * its own: that end itself passes on what it reads.
   *
   * @param traffic told of each piece passed on to the client
   * @param onEnd called when the app's end closes
   * @return the end at the app
   */
  public static Tunnel join(TunnelEnd client, Channel app, Traffic traffic, Runnable onEnd) {
    Tunnel atApp = new Tunnel(client, traffic, onEnd, new FrameBoundary());
    enter(app, atApp);
    client.read(app.isWritable());
    app.config().setAutoRead(client.isWritable());
    return atApp;
  }

  /** A connection as the end of a tunnel. */
  public static TunnelEnd end(Channel channel) {
    return new ChannelEnd(channel);
  }

  private static void enter(Channel channel, Tunnel end) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // The end stands last before the codecs leave: a decoder hands on what it has left.
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(end);
    int staying = pipeline.get(SslHandler.class) == null ? 0 : 1; // TLS is the first
    // Last of the old handlers first, so that nobody sees bytes it cannot read.
    for (int last = before(pipeline, end); last >= staying; last = before(pipeline, end)) {
      pipeline.remove(pipeline.names().get(last));
    }
  }

  private static int before(ChannelPipeline pipeline, Tunnel end) {
    return pipeline.names().indexOf(pipeline.context(end).name()) - 1;
  }

  /**
   * Tells the client, whose bytes come from this end, that the gateway goes away: by a frame where
   * one fits, otherwise by the end of the connection alone.
   */
  public void goAway() {
    if (goingAway || frames == null) {
      return;
    }
    goingAway = true;
    boolean fits = frames.isOpenBetweenFrames();
    other.write(fits ? Unpooled.wrappedBuffer(GOING_AWAY) : Unpooled.EMPTY_BUFFER);
    other.endOutput();
    other.read(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable() && !goingAway) {
      if (frames == null) {
        traffic.toApp(bytes.readableBytes());
      } else {
        traffic.toClient(bytes.readableBytes());
        frames.follow(bytes);
      }
      other.write(bytes);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    other.flush();
    ctx.channel().config().setAutoRead(goingAway || other.isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    other.read(ctx.channel().isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    boolean ends =
        event instanceof ChannelInputShutdownEvent
            || (event instanceof SslCloseCompletionEvent farewell && farewell.isSuccess());
    if (ends) {
      if (other.isInputShutdown()) {
        ctx.close(); // and with it the other, once it has what was written
      } else {
        other.endOutput();
        new ChannelEnd(ctx.channel()).closeLater();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    onEnd.run();
    other.close();
    other.closeLater();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
