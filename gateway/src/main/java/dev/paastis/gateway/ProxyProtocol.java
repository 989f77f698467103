// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a proxy, before anything else on a connection, for whom it connects: versions 1 and 2
 * of the PROXY protocol. A proxy of which it is expected and that says something else, or nothing
 * in time, is cut off, as its visitors would otherwise all seem to be the proxy. Lives on the event
 * loop of its connection and leaves once it has heard.
 *
 * @see <a href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
@SuppressWarnings("FutureReturnValueIgnored") // that it is closed is heard by others
final class ProxyProtocol extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger(ProxyProtocol.class.getName());
  private static final AttributeKey<Source> SOURCE =
      AttributeKey.valueOf(ProxyProtocol.class, "source");

  /** A judgement: what balancers add of TLS and networks has some hundred bytes. */
  private static final int MAX_EXTENSION_BYTES = 4096;

  private final Duration patience;
  private @Nullable Future<?> timer;

  private ProxyProtocol(Duration patience) {
    this.patience = patience;
  }

  /**
   * Whence a connection comes.
   *
   * @param address of whoever asks, as far as the peer told; {@code null} of one that has left
   * @param secure whether the peer was asked by TLS
   */
  record Source(@Nullable InetSocketAddress address, boolean secure) {}

  /** Expects it before all that is added to the pipeline later, for that long. */
  static void expect(Channel channel, Duration patience) {
    channel
        .pipeline()
        .addLast(new HAProxyMessageDecoder(MAX_EXTENSION_BYTES), new ProxyProtocol(patience));
  }

  /** Whence the connection comes: its other end, unless that told of somebody else. */
  static Source of(Channel channel) {
    Source told = channel.attr(SOURCE).get();
    @Nullable InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
    return told == null ? new Source(peer, false) : told;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    timer =
        ctx.executor()
            .schedule(() -> refuse(ctx, "in time"), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HAProxyMessage told)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      Source source = source(told);
      if (source != null) {
        ctx.channel().attr(SOURCE).set(source);
      }
    } finally {
      told.release();
    }
    ctx.pipeline().remove(this);
  }

  /** Whom it names; {@code null} when the proxy speaks for itself or does not know. */
  private static @Nullable Source source(HAProxyMessage told) {
    HAProxyProxiedProtocol protocol = told.proxiedProtocol();
    boolean named =
        told.command() == HAProxyCommand.PROXY
            && (protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6);
    if (!named) {
      return null;
    }
    InetAddress address = InetAddress.ofLiteral(told.sourceAddress());
    boolean secure =
        told.tlvs().stream()
            .anyMatch(tlv -> tlv instanceof HAProxySSLTLV tls && tls.isPP2ClientSSL());
    return new Source(new InetSocketAddress(address, told.sourcePort()), secure);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    refuse(ctx, "but something else: " + cause.getMessage());
  }

  private static void refuse(ChannelHandlerContext ctx, String what) {
    LOG.log(
        Level.DEBUG,
        () -> "%s said nothing of the PROXY protocol %s".formatted(ctx.channel(), what));
    ctx.close();
  }
}
