// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.forward.Tunnel;
import dev.paastis.gateway.forward.UpstreamConnection;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.tls.TlsEntry;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client: hands requests to one {@link Exchange} after the other and decides
 * when to read. Lives on one event loop.
 *
 * <p>It reads while it waits for a request; while the app, or the small window before there is a
 * connection to it, takes more of the body; and while an answer is awaited and no further request
 * has come, because that is how a client that leaves is noticed.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class Http1Connection extends ChannelInboundHandlerAdapter implements Client, Connection {
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Parts parts;
  private final Worker worker;
  private final RequestDecoder decoder;
  private final ResponseEncoder encoder;
  private @Nullable Channel channel;
  private @Nullable Exchange exchange;
  private final Backlog backlog = new Backlog();
  private @Nullable Peer peer;
  private @Nullable Http1Answer answer;
  private boolean insideRead;
  private boolean advancing;
  private boolean lingering;
  private boolean allSent;
  private boolean reading = true;
  private long quietSinceNanos;
  private int position;
  private final LastRoute lastRoute;

  Http1Connection(Parts parts, Worker worker, RequestDecoder decoder, ResponseEncoder encoder) {
    this.parts = parts;
    this.worker = worker;
    this.decoder = decoder;
    this.encoder = encoder;
    this.lastRoute = new LastRoute(parts.table());
  }

  @Override
  public Parts parts() {
    return parts;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public Http1Answer answer() {
    return Objects.requireNonNull(answer, "not active");
  }

  private Channel channel() {
    return Objects.requireNonNull(channel, "not active");
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public void setPosition(int value) {
    position = value;
  }

  @Override
  public Peer peer() {
    Peer known = peer;
    if (known == null) {
      known = Peer.of(channel(), parts);
      peer = known;
    }
    return known;
  }

  @Override
  public AsciiString via() {
    return HeaderRules.VIA_HTTP_1;
  }

  @Override
  public @Nullable Route route(String host) {
    return lastRoute.find(host);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    answer = new Http1Answer(ctx.channel(), encoder);
    quietSinceNanos = worker.now();
    worker.add(this);
    ctx.fireChannelActive();
  }

  /** The client speaks HTTP/2: another handler takes over, before any request. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (!lingering && ctx.channel().isActive()) {
      worker.remove(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    worker.remove(this);
    Exchange left = exchange;
    exchange = null;
    if (left != null) {
      left.abandon();
    }
    backlog.drop();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    insideRead = true;
    if (lingering || !(message instanceof HttpObject object)) {
      ReferenceCountUtil.release(message);
    } else if (mustWait()) {
      enqueue(object);
    } else {
      take(object);
    }
  }

  private boolean mustWait() {
    return !backlog.isEmpty() || (exchange != null && exchange.requestComplete());
  }

  private void enqueue(HttpObject object) {
    if (backlog.add(object)) {
      updateReading();
    } else {
      abort();
    }
  }

  private void take(HttpObject object) {
    if (object instanceof HttpRequest request) {
      begin(request);
    }
    if (object instanceof HttpContent content) {
      if (exchange == null) {
        content.release();
      } else if (content.decoderResult().isFailure()) {
        content.release();
        exchange.badBody();
      } else {
        exchange.body(content);
      }
    }
  }

  private void begin(HttpRequest request) {
    ProblemCode wrong = RequestRules.check(request);
    Exchange next = expect(new Exchange(this, request));
    if (wrong == null) {
      next.start();
    } else {
      answer().makeLast();
      next.refuse(wrong);
    }
    updateReading();
  }

  private Exchange expect(Exchange next) {
    exchange = next;
    answer().expect(next.request());
    return next;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    insideRead = false;
    if (exchange != null) {
      exchange.flushRequest();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.clientWritabilityChanged();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException && exchange == null && !lingering) {
      answer().makeLast();
      expect(Exchange.unreadable(this))
          .refuse(RequestRules.ofDecoder(Objects.requireNonNullElse(cause.getCause(), cause)));
    } else if (cause instanceof DecoderException && exchange != null) {
      // The request under way is answered; what came behind it cannot be read.
      answer().makeLast();
    } else {
      abort();
    }
  }

  @Override
  public boolean insideRead() {
    return insideRead;
  }

  @Override
  public void ended(Exchange done) {
    if (exchange != done) {
      return;
    }
    exchange = null;
    quietSinceNanos = worker.now();
    boolean unread = !done.requestComplete() && Messages.hasBody(done.request());
    if (!answer().staysOpen() || unread) {
      end(!done.requestComplete());
      return;
    }
    channel().flush();
    advance();
    updateReading();
  }

  /** Takes what came meanwhile; a loop, as an exchange may end at once and come back here. */
  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    while (!backlog.isEmpty() && !lingering && !mustWaitForExchange()) {
      take(backlog.take());
    }
    advancing = false;
    if (exchange != null && !insideRead) {
      exchange.flushRequest();
    }
  }

  private boolean mustWaitForExchange() {
    return exchange != null && exchange.requestComplete();
  }

  /**
   * Ends the connection after what was written.
   *
   * @param unread the client may still be sending: closing at once would reset the connection and
   *     could take our answer with it, so only our side is closed first
   */
  private void end(boolean unread) {
    backlog.drop();
    lingering = true;
    if (unread) {
      channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> shutdownOutput());
      updateReading();
    } else {
      channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void shutdownOutput() {
    allSent = true;
    quietSinceNanos = worker.now();
    TlsEntry.shutdownOutput(channel());
  }

  @Override
  public void breakOff() {
    abort();
  }

  @Override
  public void abort() {
    lingering = true;
    channel().close();
  }

  @Override
  public @Nullable ProblemCode refusesTunnel(boolean requestComplete) {
    if (!requestComplete || decoder.refused() || !backlog.isEmpty()) {
      // Read as HTTP already: it cannot be given to the app as what it was meant to be.
      answer().makeLast();
      return ProblemCode.BAD_REQUEST;
    }
    return answer().isLast() ? ProblemCode.GATEWAY_STOPPING : null;
  }

  @Override
  public Runnable tunnel(HttpResponse response, UpstreamConnection over, Exchange by) {
    Messages.upgrade(response.headers());
    channel().writeAndFlush(response);
    lingering = true; // no longer HTTP: the tunnel looks after reading
    return Tunnel.join(channel(), over.channel(), by, by::tunnelEnds)::goAway;
  }

  @Override
  public void tunnelEnded() {
    if (exchange != null) {
      exchange = null;
      worker.remove(this);
    }
  }

  @Override
  public void drain() {
    answer().makeLast();
    if (exchange != null) {
      exchange.drain();
    } else if (!lingering) {
      end(false);
    }
  }

  @Override
  public void updateReading() {
    boolean wanted = lingering || wantsMore();
    if (wanted != reading) {
      reading = wanted;
      channel().config().setAutoRead(wanted);
    }
  }

  private boolean wantsMore() {
    if (!backlog.isEmpty()) {
      return false;
    }
    return exchange == null || exchange.wantsMore();
  }

  @Override
  public void tick(long nowNanos) {
    Exchange now = exchange;
    if (now != null) {
      now.tick(nowNanos);
    } else if (lingering) {
      long patience = allSent ? LINGER_NANOS : parts.timeouts().keepAlive().toNanos();
      if (nowNanos - quietSinceNanos > patience) {
        abort();
      }
    } else if (decoder.headStarted()) {
      if (headNanos(nowNanos) > parts.timeouts().head().toNanos()) {
        refuseSlowHead();
      }
    } else if (nowNanos - quietSinceNanos > parts.timeouts().keepAlive().toNanos()) {
      end(false);
    }
  }

  /** How long the head under way has taken; that of a pipelined request waits for its turn. */
  private long headNanos(long nowNanos) {
    return Math.min(nowNanos - decoder.headStartedNanos(), nowNanos - quietSinceNanos);
  }

  private void refuseSlowHead() {
    answer().makeLast();
    expect(Exchange.unreadable(this)).refuse(ProblemCode.REQUEST_TIMEOUT);
  }
}
