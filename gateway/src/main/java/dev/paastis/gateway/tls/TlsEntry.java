// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Makes a connection secure, then has its other handlers added for the protocol that was agreed on.
 * Immutable, safe for use by many threads.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a connection that cannot be closed is closed already
public final class TlsEntry {
  private static final System.Logger LOG = System.getLogger(TlsEntry.class.getName());
  private static final List<String> PROTOCOLS =
      List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

  private final Certificates certificates;
  private final Duration handshake;
  private final BiConsumer<ChannelPipeline, String> assembly;

  /**
   * Describes secure connections.
   *
   * @param handshake longest time of a handshake, and once more for finding the certificate
   * @param assembly adds the handlers that speak a protocol behind those that are there
   */
  public TlsEntry(
      Certificates certificates, Duration handshake, BiConsumer<ChannelPipeline, String> assembly) {
    this.certificates = certificates;
    this.handshake = handshake;
    this.assembly = assembly;
  }

  /** What is offered by ALPN, the best first. */
  public static List<String> protocols() {
    return PROTOCOLS;
  }

  /** Adds the handlers of a handshake to a connection that was just accepted. */
  public void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(new TlsDoor(certificates, handshake)).addLast(new Choice());
  }

  /**
   * Says that nothing more will be sent: secured where the connection is, so that the client can
   * tell an end from a cut.
   */
  public static void shutdownOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      ((SocketChannel) channel).shutdownOutput();
    } else {
      tls.closeOutbound().addListener(_ -> ((SocketChannel) channel).shutdownOutput());
    }
  }

  /** Waits for the end of the handshake; only then is there a connection for whoever follows. */
  private final class Choice extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      // told once the handlers that want to know are there
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      // nobody has heard of it
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshaken) {
        if (handshaken.isSuccess()) {
          choose(ctx);
        } else {
          ctx.close();
        }
      }
    }

    private void choose(ChannelHandlerContext ctx) {
      SslHandler tls = Objects.requireNonNull(ctx.pipeline().get(SslHandler.class));
      String agreed =
          Objects.requireNonNullElse(tls.applicationProtocol(), ApplicationProtocolNames.HTTP_1_1);
      if (agreed.equals(Challenges.PROTOCOL)) {
        ctx.close(); // the handshake was all that was wanted
        return;
      }
      assembly.accept(ctx.pipeline(), agreed);
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    }

    /** What strangers send to an open port is no event: not TLS, old versions, broken off. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!(cause instanceof IOException || cause instanceof DecoderException)) {
        LOG.log(System.Logger.Level.ERROR, "a handshake broke, by a fault of the gateway", cause);
      }
      ctx.close();
    }
  }
}
