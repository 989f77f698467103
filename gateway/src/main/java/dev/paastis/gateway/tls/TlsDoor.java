// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a secure connection: reads which host the client wants, finds its
 * certificate beside the event loop, and makes way for the handshake. A name without certificate is
 * refused with the alert {@code unrecognized_name}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066, section 3</a>
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class TlsDoor extends AbstractSniHandler<SslContext> {
  private static final System.Logger LOG = System.getLogger(TlsDoor.class.getName());
  private static final int UNRECOGNIZED_NAME = 112;
  private static final int INTERNAL_ERROR = 80;

  /** More than any client sends; the limit of the record format is sixteen megabytes. */
  private static final int LONGEST_HELLO = 32 * 1024;

  private final Certificates certificates;
  private final Duration patience;
  private boolean challenged;

  TlsDoor(Certificates certificates, Duration patience) {
    super(LONGEST_HELLO, patience.toMillis());
    this.certificates = certificates;
    this.patience = patience;
  }

  @Override
  protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello)
      throws Exception {
    challenged = hello != null && ClientHello.speaksOnly(hello, Challenges.PROTOCOL);
    return super.lookup(ctx, hello);
  }

  @Override
  protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String host) {
    CompletableFuture<SslContext> found =
        challenged ? certificates.findChallenge(host) : certificates.find(host);
    Promise<SslContext> promise = ctx.executor().newPromise();
    found.whenComplete((context, failure) -> {
      if (failure == null) {
        promise.trySuccess(context);
      } else {
        promise.tryFailure(failure instanceof CompletionException ? failure.getCause() : failure);
      }
    });
    return promise;
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext ctx, @Nullable String host, Future<SslContext> found) {
    if (found.isSuccess()) {
      SslHandler handler = found.getNow().newHandler(ctx.alloc(), Thread::startVirtualThread);
      handler.setHandshakeTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
      ctx.pipeline().replace(this, "tls", handler);
    } else if (found.cause() instanceof Certificates.UnrecognizedName) {
      refuse(ctx, UNRECOGNIZED_NAME);
    } else {
      LOG.log(
          System.Logger.Level.ERROR,
          "the certificate of " + host + " cannot be used; look at its key",
          found.cause());
      refuse(ctx, INTERNAL_ERROR);
    }
  }

  /** A fatal alert in clear, as nothing is agreed on yet. */
  private static void refuse(ChannelHandlerContext ctx, int description) {
    byte[] alert = {21, 3, 3, 0, 2, 2, (byte) description};
    ctx.writeAndFlush(Unpooled.wrappedBuffer(alert)).addListener(ChannelFutureListener.CLOSE);
  }
}
