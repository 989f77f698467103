// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.forward.Rewriting;
import dev.paastis.gateway.forward.Speech;
import dev.paastis.gateway.forward.UpstreamCall;
import dev.paastis.gateway.forward.UpstreamConnection;
import dev.paastis.gateway.forward.UpstreamFault;
import dev.paastis.gateway.forward.UpstreamListener;
import dev.paastis.gateway.forward.UpstreamPool;
import dev.paastis.gateway.http2.Http2Requests;
import dev.paastis.gateway.page.ProblemCode;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The app's side of an exchange: the way of the request to the app and of the answer back. Lives on
 * the one event loop of both connections.
 */
final class Forwarding implements UpstreamListener {
  private enum Phase {
    /** No connection to the app yet. */
    CONNECTING,
    /** Sent, or being sent; the app has not begun to answer. */
    SENT,
    /** The app answers. */
    ANSWERING,
    /** The bytes of both sides pass unread. */
    TUNNEL,
    /** Nothing more is to be heard. */
    OVER
  }

  private final Exchange exchange;
  private final Client client;
  private final HttpRequest request;
  private final RequestBody body;
  private final Upstream upstream;
  private final UpstreamPool pool;
  private final boolean upgrade;
  private final Speech speech;
  private Phase phase = Phase.CONNECTING;
  private @Nullable UpstreamCall connection;
  private @Nullable Runnable goAway;
  private @Nullable Rewriting rewriting;
  private boolean repeated;

  Forwarding(Exchange exchange, RequestBody body, Upstream upstream) {
    this.exchange = exchange;
    this.client = exchange.client();
    this.request = exchange.request();
    this.body = body;
    this.upstream = upstream;
    this.pool = client.worker().pools().of(exchange.route().reach());
    this.upgrade = Messages.isWebSocket(request);
    this.speech = speech(request, upgrade);
  }

  void start() {
    if (HeaderRules.isLoop(request.headers())) {
      exchange.refuse(ProblemCode.LOOP_DETECTED);
      return;
    }
    Messages.prepareRequest(request, client, upstream, upgrade);
    if (client.parts().upstreams().rewrite()) {
      rewriting = Rewriting.of(upstream, request.headers());
    }
    if (rewriting != null) {
      rewriting.request(request.headers());
    }
    exchange.trail().mark(request.headers());
    Ruling ruling = exchange.ruling();
    if (ruling != null) {
      ruling.rules().editRequest(request.headers());
    }
    UpstreamCall kept = pool().takeKept(upstream, speech, this);
    if (kept == null) {
      connect();
    } else {
      send(kept);
    }
  }

  private static Speech speech(HttpRequest request, boolean upgrade) {
    if (upgrade) {
      return Speech.HTTP_1;
    }
    return Http2Requests.isGrpc(request) ? Speech.HTTP_2 : Speech.ANY;
  }

  private void connect() {
    phase = Phase.CONNECTING;
    Duration rest = pool().rest(upstream);
    if (rest.isPositive()) {
      exchange.refuse(ProblemCode.APP_FAILING, rest);
    } else if (!pool().connect(upstream, speech, this)) {
      exchange.refuse(ProblemCode.APP_BUSY);
    }
  }

  private void send(UpstreamCall over) {
    connection = over;
    phase = Phase.SENT;
    over.send(request);
    body.sendTo(over);
    client.updateReading();
  }

  // ---- what the client does

  void body(HttpContent content) {
    UpstreamCall over = connection;
    if (over == null) {
      body.add(content);
    } else {
      body.pass(content, over);
      exchange.active();
    }
  }

  boolean wantsMore() {
    return switch (phase) {
      case CONNECTING -> body.complete() || body.hasRoom();
      case SENT, ANSWERING -> body.complete() || connection == null || connection.isWritable();
      case TUNNEL, OVER -> true;
    };
  }

  /** Whether there is a connection that takes the body. */
  boolean isSending() {
    return connection != null;
  }

  boolean hasBegunToAnswer() {
    return phase == Phase.ANSWERING || phase == Phase.TUNNEL;
  }

  void flushRequest() {
    if (connection != null) {
      connection.flush();
    }
  }

  void clientWritabilityChanged() {
    // Before the answer there is nothing to pause: a head needs no room.
    if (connection != null && phase == Phase.ANSWERING) {
      connection.read(client.answer().isWritable());
    }
  }

  /** The gateway stops: a tunnel would not end by itself. */
  void drain() {
    if (goAway != null) {
      goAway.run();
    }
  }

  void tick(long silentNanos) {
    Timeouts timeouts = client.parts().timeouts();
    boolean clientTooSlow = silentNanos > timeouts.upload().toNanos();
    boolean appTooSlow = silentNanos > timeouts.answer().toNanos();
    switch (phase) {
      case CONNECTING -> refuseIf(appTooSlow, ProblemCode.APP_TOO_SLOW);
      case SENT -> {
        if (body.complete() || !Objects.requireNonNull(connection).isWritable()) {
          refuseIf(appTooSlow, ProblemCode.APP_TOO_SLOW);
        } else {
          refuseIf(clientTooSlow, ProblemCode.REQUEST_TIMEOUT);
        }
      }
      case ANSWERING -> {
        if (clientTooSlow && !client.answer().isWritable()) {
          exchange.breakOff();
        }
      }
      case TUNNEL, OVER -> {}
    }
  }

  private void refuseIf(boolean late, ProblemCode code) {
    if (late) {
      exchange.refuse(code);
    }
  }

  /** Ends it on the app's side; harmless when it has ended. */
  void close() {
    if (phase == Phase.CONNECTING) {
      pool().forget(upstream, this);
    }
    phase = Phase.OVER;
    UpstreamCall over = connection;
    connection = null;
    if (over != null) {
      over.close();
    }
  }

  // ---- what the app does

  @Override
  public void connected(UpstreamCall over) {
    if (phase == Phase.CONNECTING) {
      exchange.moved();
      send(over);
      over.flush();
    } else {
      over.giveBack();
    }
  }

  @Override
  public void notConnected(UpstreamFault fault) {
    if (phase == Phase.CONNECTING && !exchange.askAgain(upstream, fault)) {
      exchange.refuse(Messages.codeOf(fault), fault.kind().text());
    }
  }

  @Override
  public void responseInformational(HttpResponse response) {
    exchange.moved();
    client.answer().informational(response);
  }

  @Override
  public void responseHead(HttpResponse response) {
    exchange.appAnswers();
    Messages.prepareResponse(response);
    if (rewriting != null) {
      rewriting.response(response.headers());
    }
    exchange.trail().answers(response, exchange.movedNanos());
    Ruling ruling = exchange.ruling();
    if (ruling != null) {
      ruling.rules().editResponse(response.headers());
    }
    if (response.status().code() == 101) {
      switchProtocols(response);
      return;
    }
    phase = Phase.ANSWERING;
    client.answer().head(response);
  }

  @Override
  public void responseBody(HttpContent content) {
    exchange.active();
    exchange.trail().out(content.content().readableBytes());
    client.answer().content(content);
    if (!client.answer().isWritable()) {
      Objects.requireNonNull(connection).read(false);
    }
  }

  @Override
  public void responseEnd(LastHttpContent last) {
    exchange.trail().out(last.content().readableBytes());
    client.answer().end(last);
    UpstreamCall over = Objects.requireNonNull(connection);
    if (body.complete() && over.isReusable()) {
      connection = null;
      over.giveBack();
    }
    exchange.end();
  }

  @Override
  public void readComplete() {
    client.answer().flush();
  }

  @Override
  public void writabilityChanged() {
    client.updateReading();
  }

  @Override
  public void lost(Throwable cause) {
    UpstreamCall over = Objects.requireNonNull(connection);
    connection = null;
    if (phase == Phase.ANSWERING) {
      exchange.breakOff();
    } else if (over.reused() && mayRepeat()) {
      repeated = true;
      connect();
    } else {
      exchange.refuse(ProblemCode.APP_BROKE_OFF);
    }
  }

  /** Whether sending it twice cannot do harm: the app may have read it before it closed. */
  private boolean mayRepeat() {
    return !repeated && body.wasEmpty() && Messages.isIdempotent(request.method());
  }

  private void switchProtocols(HttpResponse response) {
    if (upgrade && connection instanceof UpstreamConnection over) {
      ProblemCode wrong = client.refusesTunnel(body.complete());
      if (wrong == null) {
        connection = null;
        phase = Phase.TUNNEL;
        goAway = client.tunnel(response, over, exchange);
      } else {
        exchange.refuse(wrong);
      }
    } else {
      exchange.refuse(ProblemCode.APP_BROKE_OFF);
    }
  }

  private UpstreamPool pool() {
    return pool;
  }
}
