// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.app.Upstream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an app in the making: its name is looked up, its addresses are tried in turn, and
 * TLS is agreed on where it is asked for. Lives on one event loop.
 *
 * <p>Name and addresses share the time for a connection; the handshake has the same time once more.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class Opening {
  /** A judgement: past this an app with more addresses has a fault that they share. */
  private static final int MOST_ADDRESSES = 4;

  private final UpstreamPool pool;
  private final Upstream upstream;
  private final Speech speech;
  private final boolean shared;
  private final UpstreamListener listener;
  private final long deadlineNanos;
  private List<InetAddress> addresses = List.of();
  private int tried;
  private boolean over;
  private @Nullable SslContext secure;

  /**
   * Describes it; nothing happens yet.
   *
   * @param shared whether it is the one opening that many requests of HTTP/2 wait for, and is
   *     counted as such
   */
  Opening(
      UpstreamPool pool,
      Upstream upstream,
      Speech speech,
      boolean shared,
      UpstreamListener listener) {
    this.pool = pool;
    this.upstream = upstream;
    this.speech = speech;
    this.shared = shared;
    this.listener = listener;
    this.deadlineNanos = pool.now() + pool.patience().toNanos();
  }

  /** Begins; the listener is told later, in each case. */
  void start() {
    CompletableFuture<List<InetAddress>> found = pool.egress().names().find(upstream.host());
    if (upstream.scheme().equals("https")) {
      found = found.thenCombine(pool.egress().tls().ready(), this::secured);
    }
    if (found.isDone() && !found.isCompletedExceptionally()) {
      found(found.resultNow());
    } else {
      await(found);
    }
  }

  private List<InetAddress> secured(List<InetAddress> found, SslContext context) {
    secure = context; // read by the loop only after the future is complete
    return found;
  }

  private void await(CompletableFuture<List<InetAddress>> pending) {
    ScheduledFuture<?> timer =
        pool.loop()
            .schedule(
                () -> fail(new UpstreamFault(UpstreamFault.Kind.NAME_TOO_SLOW, null)),
                pool.patience().toNanos(),
                TimeUnit.NANOSECONDS);
    pending.whenComplete((_, _) ->
        pool.loop()
            .execute(() -> {
              timer.cancel(false);
              settled(pending);
            }));
  }

  private void settled(CompletableFuture<List<InetAddress>> answer) {
    if (over) {
      return;
    }
    if (answer.isCompletedExceptionally()) {
      Throwable cause = answer.exceptionNow();
      boolean tls = cause instanceof SSLException;
      fail(
          new UpstreamFault(
              tls ? UpstreamFault.Kind.HANDSHAKE_FAILED : UpstreamFault.Kind.NAME_UNKNOWN, cause));
    } else {
      found(answer.resultNow());
    }
  }

  private void found(List<InetAddress> found) {
    List<InetAddress> all = pool.egress().guard().allowed(found);
    if (all.isEmpty()) {
      // later, as is promised, and as an app that asks again at once would never end otherwise
      UpstreamFault refused = UpstreamFault.ofAddresses(upstream, found);
      pool.loop().execute(() -> fail(refused));
      return;
    }
    addresses = all.size() > MOST_ADDRESSES ? all.subList(0, MOST_ADDRESSES) : all;
    connectNext();
  }

  private void connectNext() {
    InetAddress address = addresses.get(tried++);
    SslHandler tls = tls();
    ChannelFuture future =
        pool.connect(
            new InetSocketAddress(address, upstream.port()),
            shareMillis(),
            pipeline -> {
              if (tls != null) {
                pipeline.addLast(tls); // what speaks over it is agreed on by it
              }
            });
    future.addListener(_ -> connected(future, address, tls));
  }

  private @Nullable SslHandler tls() {
    return secure == null
        ? null
        : UpstreamTls.newHandler(secure, pool, upstream, speech.asks(upstream));
  }

  /** What is left of the time, by the addresses that are left, this one included. */
  private int shareMillis() {
    long left = deadlineNanos - pool.now();
    long share = left / (addresses.size() - tried + 1);
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(share));
  }

  private void connected(ChannelFuture future, InetAddress address, @Nullable SslHandler tls) {
    if (!future.isSuccess()) {
      pool.egress().names().didNotAccept(upstream.host(), address);
      if (tried < addresses.size()) {
        connectNext();
      } else {
        fail(new UpstreamFault(UpstreamFault.Kind.NOT_ACCEPTED, future.cause()));
      }
    } else if (tls == null) {
      speak(future.channel(), speech.assumesHttp2(upstream));
    } else {
      tls.handshakeFuture()
          .addListener(handshake -> {
            if (handshake.isSuccess()) {
              agreed(future.channel(), tls);
            } else {
              future.channel().close();
              notAgreed(UpstreamFault.ofHandshake(handshake.cause()), address);
            }
          });
    }
  }

  /** A machine that speaks no TLS is like one that takes no connection: another may. */
  private void notAgreed(UpstreamFault fault, InetAddress address) {
    boolean timeLeft = deadlineNanos - pool.now() > 0;
    if (fault.kind().isOfApp() && timeLeft && tried < addresses.size()) {
      pool.egress().names().didNotAccept(upstream.host(), address);
      connectNext();
    } else {
      fail(fault);
    }
  }

  private void agreed(Channel channel, SslHandler tls) {
    boolean http2 = ApplicationProtocolNames.HTTP_2.equals(tls.engine().getApplicationProtocol());
    if (speech == Speech.HTTP_2 && !http2) {
      channel.close();
      fail(new UpstreamFault(UpstreamFault.Kind.NO_HTTP2, null));
    } else {
      speak(channel, http2);
    }
  }

  private void speak(Channel channel, boolean http2) {
    over = true;
    if (http2) {
      Http2UpstreamConnection connection =
          Http2UpstreamConnection.Builder.newConnection(pool, upstream);
      channel.pipeline().addLast(connection);
      pool.opened(connection, shared, listener);
    } else {
      UpstreamConnection connection = pool.newConnection(upstream);
      // Encoder and decoder apart: who sends sees both flags of the exchange at once.
      channel.pipeline().addLast(connection.decoder(), new RequestEncoder(), connection);
      pool.opened(connection, shared, listener);
    }
  }

  private void fail(UpstreamFault fault) {
    over = true;
    pool.notOpened(upstream, fault, shared, listener);
  }
}
