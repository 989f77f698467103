// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.page.Status;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;

/** A waiting page's ear: the stream of server-sent events that says what becomes of the wake. */
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
    HttpResponse head =
        Messages.streamOf(new Reply(200, "text/event-stream; charset=utf-8", "", "waking"));
    exchange.trail().streams(head);
    answer().head(head);
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
    answer().end(LastHttpContent.EMPTY_LAST_CONTENT);
    exchange.end();
  }

  private void say(long nowNanos) {
    saidNanos = nowNanos;
    Status status = reception.status(exchange);
    String event = "data: " + status.json() + "\n\n";
    exchange.trail().out(event.length());
    answer().content(new DefaultHttpContent(ByteBufUtil.writeUtf8(answer().buffers(), event)));
    if (status.isFinal()) {
      end();
    } else {
      answer().flush();
    }
  }

  private Answer answer() {
    return exchange.client().answer();
  }
}
