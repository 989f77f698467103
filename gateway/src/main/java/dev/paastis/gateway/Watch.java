// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.page.Status;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A waiting page's ear: the stream of server-sent events that says what becomes of the wake. Ends
 * the connection after the last word.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class Watch {
  private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Exchange exchange;
  private final Reception reception;
  private long saidNanos;
  private boolean over;

  Watch(Exchange exchange, Reception reception) {
    this.exchange = exchange;
    this.reception = reception;
  }

  void open(long nowNanos) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    Messages.setOwn(head.headers(), new Reply(200, "", "", "waking"));
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    channel().write(head);
    say(nowNanos);
  }

  void tick(long nowNanos) {
    Status status = reception.status(exchange);
    if (!over && (status.isFinal() || nowNanos - saidNanos >= REPEAT_NANOS)) {
      say(nowNanos);
    }
  }

  /** Ends the stream without a last word: the page asks again by itself. */
  void end() {
    over = true;
    channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void say(long nowNanos) {
    saidNanos = nowNanos;
    Status status = reception.status(exchange);
    String event = "data: " + status.json() + "\n\n";
    var bytes = channel().alloc().buffer();
    bytes.writeCharSequence(event, StandardCharsets.UTF_8);
    var written = channel().writeAndFlush(new DefaultHttpContent(bytes));
    if (status.isFinal()) {
      over = true;
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private Channel channel() {
    return exchange.client().channel();
  }
}
