// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import dev.paastis.gateway.http2.Http2Requests;
import dev.paastis.gateway.http2.Http2Responses;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request over a connection of HTTP/2 to an app. Lives on the event loop of both. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its stream, and that is heard
final class Http2UpstreamStream implements UpstreamCall {
  private static final int NOT_BEGUN = -1;

  private final Http2UpstreamConnection connection;
  private int id = NOT_BEGUN;
  private boolean left;
  private @Nullable UpstreamListener listener;
  private @Nullable HttpRequest pending;
  private boolean reading = true;
  private boolean requestEnded;
  private boolean answered;
  private boolean heard;
  private int unconsumed;

  Http2UpstreamStream(Http2UpstreamConnection connection, UpstreamListener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  // ---- what the exchange asks

  @Override
  public boolean reused() {
    return !heard; // the app may refuse a stream of a connection that it is about to close
  }

  /** The head waits for what follows: a request without body ends with it. */
  @Override
  public void send(HttpRequest request) {
    pending = request;
  }

  @Override
  public void send(HttpContent content) {
    if (!(content instanceof LastHttpContent last)) {
      sendHead(false);
      writeData(content.content(), false);
      return;
    }
    requestEnded = true;
    boolean trailers = !last.trailingHeaders().isEmpty();
    if (pending != null && !trailers && !last.content().isReadable()) {
      last.release();
      sendHead(true);
      return;
    }
    sendHead(false);
    writeData(last.content(), !trailers);
    if (trailers) {
      writeHead(Http2Responses.trailersToHttp2(last.trailingHeaders()), true);
    }
  }

  private void sendHead(boolean ends) {
    HttpRequest head = pending;
    if (head != null) {
      pending = null;
      id = connection.newId();
      writeHead(Http2Requests.toHttp2(head, connection.upstream().scheme()), ends);
      connection.bind(id, this);
    }
  }

  private void writeHead(Http2Headers headers, boolean ends) {
    ChannelHandlerContext ctx = connection.context();
    connection
        .encoder()
        .writeHeaders(ctx, id, headers, 0, ends, ctx.newPromise())
        .addListener(written -> {
          if (!written.isSuccess()) {
            closed(written.cause());
          }
        });
  }

  private void writeData(ByteBuf data, boolean ends) {
    ChannelHandlerContext ctx = connection.context();
    connection.encoder().writeData(ctx, id, data, 0, ends, ctx.newPromise());
  }

  @Override
  public void flush() {
    sendHead(false);
    connection.flushSoon();
  }

  @Override
  public boolean isWritable() {
    Http2Stream stream = id == NOT_BEGUN ? null : connection.connection().stream(id);
    return stream == null || connection.encoder().flowController().isWritable(stream);
  }

  @Override
  public void read(boolean more) {
    reading = more;
    if (more) {
      consumeAll();
    }
  }

  private void consumeAll() {
    int bytes = unconsumed;
    if (bytes > 0) {
      unconsumed = 0;
      connection.consume(id, bytes);
    }
  }

  @Override
  public boolean isReusable() {
    return true;
  }

  @Override
  public void giveBack() {
    listener = null;
    consumeAll();
  }

  @Override
  public void close() {
    listener = null;
    if (id == NOT_BEGUN) {
      leave();
    } else {
      consumeAll();
      connection.reset(id, Http2Error.CANCEL);
    }
  }

  // ---- what the connection tells

  void head(Http2Headers headers, boolean ends) {
    UpstreamListener now = listener;
    if (now == null) {
      return;
    }
    if (answered) {
      trailers(now, headers);
      return;
    }
    heard = true;
    connection.answered();
    HttpResponse response = Http2Responses.toHttp1(headers);
    if (response == null) {
      malformed(now);
    } else if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      now.responseInformational(response);
    } else {
      answered = true;
      now.responseHead(response);
      if (ends) {
        end(LastHttpContent.EMPTY_LAST_CONTENT);
      }
    }
  }

  private void trailers(UpstreamListener to, Http2Headers headers) {
    HttpHeaders trailers = Http2Responses.trailersToHttp1(headers);
    if (trailers == null) {
      malformed(to);
      return;
    }
    LastHttpContent last = new DefaultLastHttpContent();
    last.trailingHeaders().set(trailers);
    end(last);
  }

  private void malformed(UpstreamListener to) {
    close();
    to.lost(new IOException("the app's answer is not HTTP/2"));
  }

  void data(ByteBuf data, boolean ends) {
    unconsumed += data.readableBytes();
    if (listener != null && ends) {
      end(new DefaultLastHttpContent(data.retain()));
    } else if (listener != null && data.isReadable()) {
      listener.responseBody(new DefaultHttpContent(data.retain()));
    }
    if (reading || listener == null) {
      consumeAll();
    }
  }

  private void end(LastHttpContent last) {
    UpstreamListener now = listener;
    if (now == null) {
      last.release();
      return;
    }
    now.responseEnd(last);
    if (!requestEnded) {
      connection.reset(id, Http2Error.NO_ERROR);
    }
  }

  void readComplete() {
    if (listener != null) {
      listener.readComplete();
    }
  }

  void writabilityChanged() {
    if (listener != null) {
      listener.writabilityChanged();
    }
  }

  private void leave() {
    if (!left) {
      left = true;
      connection.left();
    }
  }

  /** The stream is closed, by its end or before. */
  void closed(Throwable why) {
    consumeAll();
    leave();
    UpstreamListener last = listener;
    listener = null;
    if (last != null) {
      last.lost(why);
    }
  }
}
