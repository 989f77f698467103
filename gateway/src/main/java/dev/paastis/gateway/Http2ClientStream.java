// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.forward.Tunnel;
import dev.paastis.gateway.forward.UpstreamConnection;
import dev.paastis.gateway.http2.Http2Responses;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.route.Route;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a client: one exchange, or the client's end of a WebSocket. The client may send as
 * much more as the exchange has taken. Lives on the event loop of its connection.
 */
final class Http2ClientStream implements Client {
  private final Http2ClientConnection connection;
  private final Http2Stream stream;
  private final Http2Answer answer;
  private final @Nullable Http2TunnelEnd webSocket;
  private @Nullable Exchange exchange;
  private boolean inputEnded;
  private boolean closed;
  private boolean wide;
  private int unconsumed;
  private long endedNanos;

  Http2ClientStream(Http2ClientConnection connection, Http2Stream stream, boolean webSocket) {
    this.connection = connection;
    this.stream = stream;
    this.answer = new Http2Answer(connection, stream, webSocket);
    this.webSocket = webSocket ? new Http2TunnelEnd(this, answer) : null;
  }

  // ---- what the connection tells

  void begin(HttpRequest request, boolean ends) {
    ProblemCode wrong = RequestRules.check(request);
    Exchange next = new Exchange(this, request);
    exchange = next;
    answer.expect(request);
    inputEnded = ends; // an answer may be whole before the next line
    if (wrong == null) {
      next.start();
    } else {
      next.refuse(wrong);
    }
    if (ends || webSocket != null) {
      last(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  void data(ByteBuf data, boolean ends) {
    unconsumed += data.readableBytes();
    inputEnded = ends;
    if (webSocket != null) {
      webSocket.data(data, ends);
    } else if (ends) {
      last(new DefaultLastHttpContent(data.retain()));
    } else if (exchange != null) {
      exchange.body(new DefaultHttpContent(data.retain()));
    }
    updateReading();
  }

  void trailers(Http2Headers headers) {
    HttpHeaders trailers = Http2Responses.trailersToHttp1(headers);
    if (trailers == null || webSocket != null) {
      connection.reset(stream, Http2Error.PROTOCOL_ERROR);
      return;
    }
    inputEnded = true;
    LastHttpContent last = new DefaultLastHttpContent();
    last.trailingHeaders().set(trailers);
    last(last);
  }

  private void last(LastHttpContent content) {
    if (exchange == null) {
      content.release();
    } else {
      exchange.body(content);
    }
  }

  void flushRequest() {
    if (exchange != null) {
      exchange.flushRequest();
    }
  }

  void writabilityChanged() {
    if (webSocket != null) {
      webSocket.writabilityChanged();
    }
    if (exchange != null) {
      exchange.clientWritabilityChanged();
    }
  }

  void tick(long nowNanos) {
    if (exchange != null) {
      exchange.tick(nowNanos);
    } else if (nowNanos - endedNanos > parts().timeouts().upload().toNanos()) {
      connection.reset(stream, Http2Error.CANCEL); // takes not even what is left of the answer
    }
  }

  void drain() {
    if (exchange != null) {
      exchange.drain();
    }
  }

  /** The stream is closed: by its end on both sides, by a reset or with the connection. */
  void closed() {
    closed = true;
    consumeAll();
    if (webSocket != null) {
      webSocket.closed();
    }
    Exchange left = exchange;
    exchange = null;
    if (left != null) {
      left.abandon();
    }
  }

  // ---- what the exchange asks

  @Override
  public Parts parts() {
    return connection.parts();
  }

  @Override
  public Worker worker() {
    return connection.worker();
  }

  @Override
  public Peer peer() {
    return connection.peer();
  }

  @Override
  public AsciiString via() {
    return HeaderRules.VIA_HTTP_2;
  }

  @Override
  public @Nullable Route route(String host) {
    return connection.route(host);
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public boolean insideRead() {
    return connection.insideRead();
  }

  @Override
  public void updateReading() {
    boolean wanted =
        exchange == null || (webSocket == null ? exchange.wantsMore() : webSocket.wantsMore());
    if (wanted) {
      if (!wide && unconsumed > 0 && exchange != null && exchange.appTakesBody()) {
        wide = true;
        connection.widen(stream);
      }
      consumeAll();
    }
  }

  private void consumeAll() {
    int bytes = unconsumed;
    if (bytes > 0) {
      unconsumed = 0;
      connection.consume(stream, bytes);
    }
  }

  @Override
  public void ended(Exchange done) {
    if (exchange != done) {
      return;
    }
    exchange = null;
    endedNanos = worker().now();
    consumeAll();
    if (!inputEnded && !closed) {
      // The answer is whole; the rest of the request is of no use to anybody.
      answer.cutRequest();
    }
    connection.flushSoon();
  }

  @Override
  public void breakOff() {
    exchange = null;
    endedNanos = worker().now();
    if (!closed) {
      connection.reset(stream, Http2Error.INTERNAL_ERROR);
    }
  }

  // ---- WebSocket

  @Override
  public @Nullable ProblemCode refusesTunnel(boolean requestComplete) {
    return connection.draining() ? ProblemCode.GATEWAY_STOPPING : null;
  }

  @Override
  public Runnable tunnel(HttpResponse response, UpstreamConnection over, Exchange by) {
    Http2TunnelEnd end = Objects.requireNonNull(webSocket, "no WebSocket was asked for");
    answer.accept(response);
    Tunnel tunnel = Tunnel.join(end, over.channel(), by, by::tunnelEnds);
    end.open(Tunnel.end(over.channel()), by);
    return tunnel::goAway;
  }

  @Override
  public void tunnelEnded() {
    exchange = null;
    endedNanos = worker().now();
  }

  void endOutput() {
    if (!closed) {
      answer.endOutput();
    }
  }

  /** Has the tick reset the stream when the client does not end it. */
  void closeLater() {
    endedNanos = worker().now();
  }
}
