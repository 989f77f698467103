// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.Tunnel;
import dev.paastis.gateway.forward.UpstreamConnection;
import dev.paastis.gateway.forward.UpstreamListener;
import dev.paastis.gateway.hold.WakeCall;
import dev.paastis.gateway.page.Problem;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.Target;
import dev.paastis.wake.WakeOutcome;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: routed, held if need be, forwarded, streamed both ways. It is the one
 * object of ours that a request costs: the entry in the hold queue and the listener of the app's
 * connection at once. Lives on the event loop of its connection.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes its channel, and that is heard
final class Exchange extends CountedRequest implements UpstreamListener {
  private enum Phase {
    /** Not decided yet, or held. */
    WAITING,
    /** No connection to the app yet. */
    CONNECTING,
    /** Sent, or being sent; the app has not begun to answer. */
    SENT,
    /** The app answers. */
    ANSWERING,
    /** The bytes of both sides pass unread. */
    TUNNEL,
    /** Told by server-sent events what becomes of the wake. */
    WATCHING,
    /** Over. */
    DONE
  }

  private final ClientConnection client;
  private final HttpRequest request;
  private final boolean keepAlive;
  private final RequestBody body = new RequestBody();
  private Phase phase = Phase.WAITING;
  private @Nullable UpstreamConnection connection;
  private @Nullable Upstream upstream;
  private @Nullable Watch watch;
  private boolean prepared;
  private boolean retried;
  private boolean upgrade;
  private boolean reusable;
  private boolean staysOpen;

  Exchange(ClientConnection client, HttpRequest request) {
    super(client.worker());
    this.client = client;
    this.request = request;
    this.keepAlive = Messages.isKeepAlive(request);
    client.encoder().expectHead(request.method().equals(HttpMethod.HEAD));
  }

  /** An exchange that stands for a request which could not be read. */
  static Exchange unreadable(ClientConnection client) {
    return new Exchange(client, Messages.unreadable());
  }

  // ---- what the connection asks

  void start() {
    String host = request.headers().get(HttpHeaderNames.HOST);
    Route to = host == null ? null : client.route(host);
    if (to == null) {
      refuse(ProblemCode.UNKNOWN_HOST);
    } else {
      String agent = request.headers().get(HttpHeaderNames.USER_AGENT);
      routeTo(to, worker().ignore().match(agent, request.uri()));
      proceed();
    }
  }

  /** Forwards if the route is open, otherwise leaves it to the reception. */
  private void proceed() {
    count(); // before the target is read: see Route
    switch (route().target()) {
      case Target.Open open -> forward(open.upstream());
      case Target.Closed closed -> {
        uncount();
        client.parts().reception().receive(this, closed);
      }
    }
  }

  void body(HttpContent content) {
    if (phase == Phase.DONE) {
      content.release();
      return;
    }
    moved();
    body.add(content);
    if (phase == Phase.SENT || phase == Phase.ANSWERING) {
      body.sendTo(Objects.requireNonNull(connection));
      active();
    }
    client.updateReading();
  }

  void badBody() {
    if (phase == Phase.ANSWERING || phase == Phase.DONE) {
      breakOff();
    } else {
      refuse(ProblemCode.BAD_REQUEST);
    }
  }

  boolean requestComplete() {
    return body.complete();
  }

  boolean wantsMore() {
    return switch (phase) {
      case WAITING, CONNECTING -> body.complete() || body.hasRoom();
      case SENT, ANSWERING -> body.complete() || connection == null || connection.isWritable();
      case TUNNEL, WATCHING, DONE -> true;
    };
  }

  void flushRequest() {
    if (connection != null && phase != Phase.TUNNEL) {
      connection.flush();
    }
  }

  void clientWritabilityChanged() {
    if (phase == Phase.ANSWERING && connection != null) {
      connection.read(client.channel().isWritable());
    }
  }

  /** The client has gone. */
  void abandon() {
    worker().lane().forget(this);
    finish();
    body.release();
    closeConnection();
  }

  /** The gateway stops: whoever only waits is told so. */
  void drain() {
    if (phase == Phase.WATCHING) {
      client.channel().close();
    } else if (phase == Phase.WAITING) {
      worker().lane().forget(this);
      refuse(ProblemCode.GATEWAY_STOPPING);
    } else if (phase == Phase.TUNNEL) {
      client.channel().close();
    }
  }

  void tick(long nowNanos) {
    Timeouts timeouts = client.parts().timeouts();
    long silent = silentNanos(nowNanos);
    if (watch != null) {
      watch.tick(nowNanos);
    } else if (phase == Phase.SENT && body.complete() && silent > timeouts.answer().toNanos()) {
      refuse(ProblemCode.APP_TOO_SLOW);
    } else if (phase == Phase.SENT && silent > timeouts.upload().toNanos()) {
      refuse(ProblemCode.REQUEST_TIMEOUT);
    } else {
      keepCounting(nowNanos, timeouts.silence().toNanos());
    }
  }

  // ---- what the reception asks

  HttpRequest request() {
    return request;
  }

  ClientConnection client() {
    return client;
  }

  /** Answers without the app. */
  void reply(Reply reply) {
    boolean stay = keepAlive && !client.isLastExchange() && !Messages.hasBody(request);
    Messages.write(client.channel(), reply, stay);
    end(stay);
  }

  void refuse(ProblemCode code) {
    reply(client.parts().reception().problem(this, Problem.of(code, appName())));
  }

  void watch(Watch by) {
    phase = Phase.WATCHING;
    watch = by;
  }

  // ---- while held

  @Override
  protected void resume(WakeCall call, WakeOutcome outcome) {
    Problem problem = Problem.of(outcome, route().app().app().name());
    if (problem == null) {
      proceed();
      if (!client.insideRead()) {
        flushRequest();
      }
    } else {
      reply(client.parts().reception().problem(this, problem));
    }
  }

  @Override
  protected void expire() {
    client.parts().reception().expired(this);
  }

  // ---- forwarding

  private void forward(Upstream to) {
    upstream = to;
    phase = Phase.CONNECTING;
    active();
    if (!prepared) {
      prepared = true;
      upgrade = Messages.isWebSocket(request);
      Messages.prepareRequest(request, client, upgrade);
    }
    UpstreamConnection kept = upgrade ? null : worker().pool().takeKept(to, this);
    if (kept == null) {
      worker().pool().connect(to, this);
    } else {
      send(kept);
    }
  }

  private void send(UpstreamConnection over) {
    connection = over;
    phase = Phase.SENT;
    over.send(request);
    body.sendTo(over);
    client.updateReading();
  }

  @Override
  public void connected(UpstreamConnection over) {
    if (phase != Phase.CONNECTING) {
      over.giveBack();
      return;
    }
    send(over);
    over.flush();
  }

  @Override
  public void notConnected(Throwable cause) {
    if (phase == Phase.CONNECTING) {
      refuse(ProblemCode.APP_UNREACHABLE);
    }
  }

  @Override
  public void responseInformational(HttpResponse response) {
    if (request.protocolVersion().minorVersion() == 0) {
      return;
    }
    moved();
    client.channel().writeAndFlush(Messages.informational(response));
  }

  @Override
  public void responseHead(HttpResponse response) {
    answered();
    active();
    if (response.status().code() == 101) {
      tunnel(response);
      return;
    }
    phase = Phase.ANSWERING;
    reusable = Messages.isKeepAlive(response);
    staysOpen = Messages.prepareResponse(response, request, keepAlive && !client.isLastExchange());
    client.channel().write(response, client.channel().voidPromise());
  }

  @Override
  public void responseBody(HttpContent content) {
    active();
    client.channel().write(content, client.channel().voidPromise());
    if (!client.channel().isWritable()) {
      Objects.requireNonNull(connection).read(false);
    }
  }

  @Override
  public void responseEnd(LastHttpContent last) {
    client.channel().write(last, client.channel().voidPromise());
    UpstreamConnection over = Objects.requireNonNull(connection);
    connection = null;
    if (reusable && body.complete()) {
      over.giveBack();
    } else {
      over.close();
    }
    end(staysOpen && body.complete());
  }

  @Override
  public void readComplete() {
    client.channel().flush();
  }

  @Override
  public void writabilityChanged() {
    client.updateReading();
  }

  @Override
  public void lost(Throwable cause) {
    UpstreamConnection over = connection;
    connection = null;
    if (phase == Phase.ANSWERING) {
      breakOff();
    } else if (phase == Phase.SENT && over != null && over.reused() && mayRepeat()) {
      retried = true;
      phase = Phase.CONNECTING;
      worker().pool().connect(Objects.requireNonNull(upstream), this);
    } else if (phase == Phase.SENT) {
      refuse(ProblemCode.APP_BROKE_OFF);
    }
  }

  /** Whether sending it twice cannot do harm: the app may have read it before it closed. */
  private boolean mayRepeat() {
    return !retried && body.wasEmpty() && Messages.isIdempotent(request.method());
  }

  private void tunnel(HttpResponse response) {
    UpstreamConnection over = Objects.requireNonNull(connection);
    if (!upgrade) {
      refuse(ProblemCode.APP_BROKE_OFF);
      return;
    }
    phase = Phase.TUNNEL;
    connection = null;
    Messages.prepareSwitch(response);
    client.channel().writeAndFlush(response);
    client.leftToTunnel();
    Tunnel.join(client.channel(), over.channel(), this::active, this::tunnelEnds);
  }

  private void tunnelEnds() {
    finish();
    client.tunnelEnded();
  }

  // ---- the end

  /** The answer cannot be completed: the client must see that something is missing. */
  private void breakOff() {
    finish();
    client.abort();
  }

  private void end(boolean stay) {
    closeConnection();
    body.release();
    finish();
    client.ended(this, stay);
  }

  private void finish() {
    if (phase != Phase.DONE) {
      phase = Phase.DONE;
      watch = null;
      uncount();
      answered();
    }
  }

  private void closeConnection() {
    UpstreamConnection over = connection;
    connection = null;
    if (over != null) {
      over.close();
    }
  }
}
