// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.http2.GrpcStatus;
import dev.paastis.gateway.http2.Http2Requests;
import dev.paastis.gateway.http2.Http2Responses;
import dev.paastis.gateway.observe.Trail;
import dev.paastis.gateway.page.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The answer on one stream. Its head waits for what follows, as an answer without body ends with
 * its head.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its stream, and that is heard
final class Http2Answer implements Answer {
  private static final AsciiString ACCEPT = AsciiString.cached("sec-websocket-accept");

  private final Http2ClientConnection connection;
  private final Http2Stream stream;
  private final boolean webSocket;
  private boolean head;
  private boolean grpc;
  private @Nullable Http2Headers pending;
  private @Nullable ChannelFuture end;

  Http2Answer(Http2ClientConnection connection, Http2Stream stream, boolean webSocket) {
    this.connection = connection;
    this.stream = stream;
    this.webSocket = webSocket;
  }

  /** The answer is to this request. */
  void expect(HttpRequest request) {
    head = request.method().equals(HttpMethod.HEAD);
    grpc = Http2Requests.isGrpc(request);
  }

  @Override
  public void informational(HttpResponse response) {
    writeHead(Http2Responses.toHttp2(Messages.informational(response)), false);
    flush();
  }

  @Override
  public void head(HttpResponse response) {
    if (webSocket && response.status().codeClass() == HttpStatusClass.SUCCESS) {
      // An app that answers an upgrade with a page has not agreed; here a success would say so.
      response.setStatus(HttpResponseStatus.BAD_GATEWAY);
    }
    pending = Http2Responses.toHttp2(response);
  }

  @Override
  public void content(HttpContent content) {
    writePending();
    writeData(content.content(), false);
  }

  @Override
  public void end(LastHttpContent last) {
    boolean trailers = !last.trailingHeaders().isEmpty();
    Http2Headers head = pending;
    if (!trailers && head != null && !last.content().isReadable()) {
      pending = null;
      last.release();
      end = writeHead(head, true);
      return;
    }
    writePending();
    end = writeData(last.content(), !trailers);
    if (trailers) {
      end = writeHead(Http2Responses.trailersToHttp2(last.trailingHeaders()), true);
    }
  }

  @Override
  public void reply(Reply reply, Trail trail) {
    if (grpc) {
      String message = "Paastis: " + reply.state();
      Http2Headers trailers = GrpcStatus.trailersOnly(reply.status(), message);
      HttpHeaders stamp = new DefaultHttpHeaders();
      trail.stamp(stamp);
      stamp.forEach(field -> trailers.add(field.getKey(), field.getValue()));
      end = writeHead(trailers, true);
      return;
    }
    FullHttpResponse response = Messages.ofReply(reply, buffers());
    trail.stamp(response.headers());
    pending = Http2Responses.toHttp2(response);
    if (head) {
      response.release();
      end(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      end(Messages.endOf(response));
    }
  }

  @Override
  public void flush() {
    writePending();
    connection.flushSoon();
  }

  @Override
  public boolean isWritable() {
    return connection.encoder().flowController().isWritable(stream);
  }

  @Override
  public ByteBufAllocator buffers() {
    return connection.buffers();
  }

  /** Tells the client that the app speaks WebSocket: success, where HTTP/1.1 says 101. */
  void accept(HttpResponse response) {
    response.setStatus(HttpResponseStatus.OK);
    response.headers().remove(ACCEPT).remove(HttpHeaderNames.CONTENT_LENGTH);
    writeHead(Http2Responses.toHttp2(response), false);
    flush();
  }

  /** Passes on bytes that are no HTTP. */
  void bytes(ByteBuf bytes) {
    writeData(bytes, false);
  }

  /** Once the answer is sent, tells the client to send no more of the request. */
  void cutRequest() {
    if (end != null) {
      end.addListener(_ -> connection.resetUnlessClosed(stream, Http2Error.NO_ERROR));
    }
  }

  private void writePending() {
    Http2Headers head = pending;
    if (head != null) {
      pending = null;
      writeHead(head, false);
    }
  }

  private ChannelFuture writeHead(Http2Headers headers, boolean ends) {
    ChannelHandlerContext ctx = connection.context();
    return connection.encoder().writeHeaders(ctx, stream.id(), headers, 0, ends, ctx.newPromise());
  }

  private ChannelFuture writeData(ByteBuf data, boolean ends) {
    ChannelHandlerContext ctx = connection.context();
    return connection.encoder().writeData(ctx, stream.id(), data, 0, ends, ctx.newPromise());
  }

  /** Ends what has no trailers and no more bytes. */
  void endOutput() {
    writePending();
    end = writeData(Unpooled.EMPTY_BUFFER, true);
    connection.flushSoon();
  }
}
