// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.observe.Trail;
import dev.paastis.gateway.page.Reply;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The answers on one connection of HTTP/1, one after the other: says of each where it ends, and
 * whether the connection stays open after it.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class Http1Answer implements Answer {
  private final Channel channel;
  private final ResponseEncoder encoder;
  private HttpRequest request = Messages.unreadable();
  private boolean wantsMore;
  private boolean staysOpen;
  private boolean last;

  Http1Answer(Channel channel, ResponseEncoder encoder) {
    this.channel = channel;
    this.encoder = encoder;
  }

  /** The next answer is to this request. */
  void expect(HttpRequest next) {
    request = next;
    wantsMore = Messages.isKeepAlive(next); // now: its headers are about to become ours
    staysOpen = false;
    encoder.expectHead(next.method().equals(HttpMethod.HEAD));
  }

  /** Has the connection end with the answer under way, or the next. */
  void makeLast() {
    last = true;
  }

  /** Whether no answer comes after the one under way. */
  boolean isLast() {
    return last;
  }

  /** Whether the connection stays open after the answer that was written. */
  boolean staysOpen() {
    return staysOpen && !last;
  }

  @Override
  public void informational(HttpResponse response) {
    if (!Messages.isOld(request)) {
      channel.writeAndFlush(Messages.informational(response));
    }
  }

  @Override
  public void head(HttpResponse response) {
    staysOpen = Messages.frame(response, request, mayStayOpen());
    write(response);
  }

  @Override
  public void content(HttpContent content) {
    write(content);
  }

  @Override
  public void end(LastHttpContent end) {
    write(end);
  }

  @Override
  public void reply(Reply reply, Trail trail) {
    staysOpen = mayStayOpen() && !Messages.hasBody(request);
    FullHttpResponse response = Messages.ofReply(reply, channel.alloc());
    trail.stamp(response.headers());
    Messages.setConnection(response.headers(), staysOpen);
    write(response);
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
  public ByteBufAllocator buffers() {
    return channel.alloc();
  }

  private boolean mayStayOpen() {
    return !last && wantsMore;
  }

  private void write(HttpObject part) {
    channel.write(part, channel.voidPromise());
  }
}
