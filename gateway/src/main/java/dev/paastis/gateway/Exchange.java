// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.forward.HeaderRules;
import dev.paastis.gateway.forward.Tunnel;
import dev.paastis.gateway.forward.UpstreamFault;
import dev.paastis.gateway.hold.WakeCall;
import dev.paastis.gateway.http2.Http2Requests;
import dev.paastis.gateway.observe.Observed;
import dev.paastis.gateway.observe.Protocol;
import dev.paastis.gateway.observe.Trail;
import dev.paastis.gateway.page.Problem;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.route.IgnoreMatcher;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.Target;
import dev.paastis.gateway.rule.AppRules;
import dev.paastis.wake.WakeOutcome;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: routed, held if need be, then answered by us or left to a {@link
 * Forwarding}. It is its own entry in the hold queue, so that a held request costs no more objects
 * than one under way. Lives on the event loop of its connection.
 */
final class Exchange extends CountedRequest
    implements IgnoreMatcher.Asked, Observed, Tunnel.Traffic {
  private final Client client;
  private final HttpRequest request;
  private final RequestBody body;
  private final Trail trail;
  private @Nullable Forwarding forwarding;
  private @Nullable Watch watch;
  private @Nullable HttpHeaders asReceived;
  private boolean askedAgain;
  private boolean done;

  Exchange(Client client, HttpRequest request) {
    super(client.worker());
    this.client = client;
    this.request = request;
    this.body = new RequestBody(client.worker().readAhead());
    this.trail = client.worker().observer().begin(this, movedNanos());
  }

  /** An exchange that stands for a request which could not be read. */
  static Exchange unreadable(Client client) {
    return new Exchange(client, Messages.unreadable());
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  Client client() {
    return client;
  }

  /** What is observed of it. */
  Trail trail() {
    return trail;
  }

  // ---- what its trail asks

  @Override
  public boolean fromTrustedPeer() {
    return client.peer().trusted();
  }

  @Override
  public Protocol protocol() {
    if (Messages.isWebSocket(request)) {
      return Protocol.WEBSOCKET;
    }
    if (!client.via().equals(HeaderRules.VIA_HTTP_2)) {
      return Protocol.HTTP_1;
    }
    return Http2Requests.isGrpc(request) ? Protocol.GRPC : Protocol.HTTP_2;
  }

  // ---- what ignore rules and its trail ask

  @Override
  public @Nullable String agent() {
    return request.headers().get(HttpHeaderNames.USER_AGENT);
  }

  @Override
  public String uri() {
    return request.uri();
  }

  @Override
  public String address() {
    return Visitor.address(request, client);
  }

  // ---- what the connection asks

  void start() {
    Questions questions = client.parts().questions();
    ProblemCode wrong = questions == null ? null : questions.restore(request, client);
    if (wrong != null) {
      refuse(wrong);
      return;
    }
    String host = request.headers().get(HttpHeaderNames.HOST);
    trail.host(host);
    Route to = host == null ? null : client.route(host);
    Reply instead = host == null ? null : insteadOfAnApp(host, to != null);
    if (instead != null) {
      reply(instead);
    } else if (to == null) {
      if (host == null || !client.parts().gatekeeper().leadsElsewhere(this, host)) {
        reply(client.parts().reception().problem(this, Problem.unknownHost(host)));
      }
    } else {
      routeTo(to, worker().ignore().match(this, to));
      AppRules rules = to.rules();
      if (rules == null || client.parts().gatekeeper().admits(this, rules)) {
        proceed();
      }
    }
  }

  /** Has a step taken on its loop, after another thread was asked, unless it is over by then. */
  void later(Runnable step) {
    worker()
        .loop()
        .execute(() -> {
          if (!done) {
            step.run();
          }
        });
  }

  /** Goes on after another thread was asked. */
  void admitted() {
    proceed();
    if (!client.insideRead()) {
      flushRequest();
    }
  }

  private @Nullable Reply insteadOfAnApp(String host, boolean known) {
    boolean trusted = client.peer().trusted();
    return client.parts().entrance().instead(request, host, trusted, known);
  }

  /** Forwards if the route is open, otherwise leaves it to the reception. */
  private void proceed() {
    switch (enter()) {
      case Target.Open open -> forward(open.upstream());
      case Target.Closed closed -> {
        answered(); // let go too early: whoever waits behind it is not to wait for it
        client.parts().reception().receive(this, closed);
      }
    }
  }

  private void forward(Upstream to) {
    active();
    Questions questions = client.parts().questions();
    if (questions != null) {
      reply(questions.goAhead(this, to));
      return;
    }
    if (!askedAgain && client.parts().reception().outOfTouch()) {
      asReceived = request.headers().copy();
    }
    Forwarding next = new Forwarding(this, body, to);
    forwarding = next;
    trail.forwarded(movedNanos());
    next.start();
  }

  void body(HttpContent content) {
    if (done) {
      content.release();
      return;
    }
    Ruling ruling = ruling();
    if (ruling != null && !ruling.takes(content)) {
      content.release();
      bad(ProblemCode.BODY_TOO_LARGE);
      return;
    }
    moved();
    trail.in(content.content().readableBytes());
    if (forwarding == null) {
      body.add(content);
    } else {
      forwarding.body(content);
    }
    client.updateReading();
  }

  void badBody() {
    bad(ProblemCode.BAD_REQUEST);
  }

  private void bad(ProblemCode code) {
    if (done || (forwarding != null && forwarding.hasBegunToAnswer())) {
      breakOff();
    } else {
      refuse(code);
    }
  }

  boolean requestComplete() {
    return body.complete();
  }

  boolean wantsMore() {
    if (forwarding != null) {
      return forwarding.wantsMore();
    }
    return done || watch != null || body.complete() || body.hasRoom();
  }

  boolean appTakesBody() {
    return forwarding != null && forwarding.isSending();
  }

  void flushRequest() {
    if (forwarding != null) {
      forwarding.flushRequest();
    }
  }

  void clientWritabilityChanged() {
    if (forwarding != null) {
      forwarding.clientWritabilityChanged();
    }
  }

  /** The client has gone. */
  void abandon() {
    worker().lane().forget(this);
    finish();
  }

  /** The gateway stops: whoever only waits is told so. */
  void drain() {
    if (watch != null) {
      watch.end();
    } else if (forwarding != null) {
      forwarding.drain();
    } else if (!done) {
      worker().lane().forget(this);
      refuse(ProblemCode.GATEWAY_STOPPING);
    }
  }

  void tick(long nowNanos) {
    if (watch != null) {
      watch.tick(nowNanos);
    } else if (forwarding != null) {
      keepCounting(nowNanos, client.parts().timeouts().silence().toNanos());
      forwarding.tick(silentNanos(nowNanos));
    }
  }

  // ---- what the reception asks

  /** Answers without the app. */
  void reply(Reply reply) {
    Questions questions = client.parts().questions();
    Reply told = questions == null ? reply : questions.told(request, reply);
    trail.replies(told);
    client.answer().reply(told, trail);
    end();
  }

  void refuse(ProblemCode code) {
    refuse(Problem.of(code, appName()));
  }

  /** Refuses, with the cause in words. */
  void refuse(ProblemCode code, String detail) {
    refuse(new Problem(code, detail, appName(), null));
  }

  /** Refuses for now. */
  void refuse(ProblemCode code, Duration retryAfter) {
    refuse(new Problem(code, null, appName(), retryAfter));
  }

  private void refuse(Problem problem) {
    reply(client.parts().reception().problem(this, problem));
  }

  void watch(Watch by) {
    watch = by;
  }

  // ---- while held

  @Override
  protected void resume(WakeCall call, WakeOutcome outcome) {
    trail.resumed();
    Problem problem = Problem.of(outcome, route().app().app().name());
    if (problem != null) {
      reply(client.parts().reception().problem(this, problem));
      return;
    }
    proceed();
    if (!client.insideRead()) {
      flushRequest();
    }
  }

  @Override
  protected void expire() {
    client.parts().reception().expired(this);
  }

  // ---- what the forwarding tells

  /**
   * Treats an app that takes no connection as one that sleeps, once, when it may have been put to
   * sleep without our knowing.
   *
   * @return whether the request waits for it now
   */
  boolean askAgain(Upstream upstream, UpstreamFault fault) {
    HttpHeaders received = asReceived;
    if (askedAgain || received == null || fault.kind() != UpstreamFault.Kind.NOT_ACCEPTED) {
      return false;
    }
    askedAgain = true;
    request.headers().set(received); // the app may be elsewhere by then, and want another host
    forwarding = null;
    uncount();
    route().closeTo(upstream);
    proceed();
    client.updateReading();
    return true;
  }

  /** The head of the answer is there. */
  void appAnswers() {
    answered();
    active();
  }

  @Override
  public void toApp(int bytes) {
    active();
    trail.in(bytes);
  }

  @Override
  public void toClient(int bytes) {
    active();
    trail.out(bytes);
  }

  void tunnelEnds() {
    finish();
    client.tunnelEnded();
  }

  /** The answer cannot be completed: the client must see that something is missing. */
  void breakOff() {
    finish();
    client.breakOff();
  }

  /** The answer is written. */
  void end() {
    finish();
    client.ended(this);
  }

  private void finish() {
    if (done) {
      return;
    }
    done = true;
    watch = null;
    if (forwarding != null) {
      forwarding.close();
      forwarding = null;
    }
    body.release();
    uncount();
    trail.ended();
    answered();
  }
}
