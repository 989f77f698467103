// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Cause;
import dev.paastis.gateway.hold.HoldQueue;
import dev.paastis.gateway.hold.WakeCall;
import dev.paastis.gateway.page.Language;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.page.Pages;
import dev.paastis.gateway.page.Problem;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.page.Status;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.route.Route;
import dev.paastis.gateway.route.Target;
import dev.paastis.schedule.Ticker;
import dev.paastis.wake.WakeEstimate;
import dev.paastis.wake.WakeOutcome;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives requests of apps that are not awake and decides who gets what: the status of the wake,
 * the answer of an ignore rule, the waiting page, or a place in the queue. Immutable, safe for use
 * by many threads.
 */
final class Reception {
  /** Paths below are ours while the app is not awake. */
  static final String OURS = "/.well-known/paastis/";

  private static final String STATUS = OURS + "status";

  /** Told to clients of an app without history. */
  private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(5);

  private final HoldQueue queue;
  private final Ticker ticker;
  private final Pages pages = new Pages();

  Reception(HoldQueue queue, Ticker ticker) {
    this.queue = queue;
    this.ticker = ticker;
  }

  /** Takes a request that found its route closed. */
  void receive(Exchange exchange, Target.Closed closed) {
    IgnoreRules.Answer ignored = exchange.ignored();
    if (Visitor.path(exchange.request()).startsWith(OURS)) {
      exchange.trail().page();
      receiveOurs(exchange, closed);
    } else if (ignored != null) {
      exchange.trail().ignored();
      exchange.reply(ignoredReply(ignored, exchange.route()));
    } else if (Ruling.showsPage(exchange)) {
      exchange.trail().page();
      showWaiting(exchange, closed);
    } else {
      hold(exchange, closed);
    }
  }

  /** Whether apps that count as awake may have been put to sleep without our knowing. */
  boolean outOfTouch() {
    return queue.outOfTouch();
  }

  /** A held request whose time is over; the wake goes on. */
  void expired(Exchange exchange) {
    refuse(exchange, ProblemCode.HOLD_TIMED_OUT);
  }

  /** A problem in the form that the client understands. */
  Reply problem(Exchange exchange, Problem problem) {
    HttpRequest request = exchange.request();
    Reply own = Ruling.ownPage(exchange, problem, pages);
    if (own != null) {
      exchange.trail().problem(problem.code());
      return own;
    }
    return Visitor.isNavigation(request) ? page(exchange, problem) : json(exchange, problem);
  }

  private Reply json(Exchange exchange, Problem problem) {
    exchange.trail().problem(problem.code());
    String path = Visitor.path(exchange.request());
    return pages.problemJson(problem, path, exchange.trail().requestId().toString());
  }

  private Reply page(Exchange exchange, Problem problem) {
    exchange.trail().problem(problem.code());
    HttpRequest request = exchange.request();
    Language language = Visitor.language(request);
    return switch (problem.code()) {
      case APP_PAUSED -> pages.pausedPage(language, problem, null);
      case CLICK_NEEDED -> pages.pausedPage(language, problem, Click.action(request));
      default -> pages.problemPage(language, problem);
    };
  }

  /** What becomes of the wake that the exchange asks about. */
  Status status(Exchange exchange) {
    Route route = exchange.route();
    WakeCall call = queue.underWay(route);
    WakeOutcome setback = queue.recentSetback(route);
    if (route.target() instanceof Target.Open) {
      return new Status("ready", Duration.ZERO, route.estimate(), null, null);
    } else if (call != null) {
      return new Status("waking", elapsed(call), route.estimate(), null, null);
    } else if (setback != null) {
      return failed(exchange, Problem.of(setback, route.app().app().name()));
    }
    return new Status(
        route.app().state().name().wire(), Duration.ZERO, route.estimate(), null, null);
  }

  private Status failed(Exchange exchange, @Nullable Problem problem) {
    String title =
        problem == null ? null : pages.title(Visitor.language(exchange.request()), problem);
    return new Status("failed", Duration.ZERO, null, problem, title);
  }

  private void receiveOurs(Exchange exchange, Target.Closed closed) {
    if (exchange.client().parts().questions() != null) {
      exchange.refuse(ProblemCode.NOT_FOUND); // not to be answered by a proxy that only asks
    } else if (Visitor.path(exchange.request()).equals(Click.PATH)) {
      click(exchange, closed);
    } else {
      tellStatus(exchange);
    }
  }

  /** Wakes a paused app for a person, and leads back to the page that was asked for. */
  private void click(Exchange exchange, Target.Closed closed) {
    HttpRequest request = exchange.request();
    Route route = exchange.route();
    IgnoreRules.Answer ignored = exchange.ignored();
    if (!request.method().equals(HttpMethod.POST)) {
      exchange.refuse(ProblemCode.METHOD_NOT_ALLOWED);
    } else if (ignored != null) {
      exchange.reply(ignoredReply(ignored, route));
    } else if (!Click.isOwn(request)) {
      answerClick(exchange, Problem.of(ProblemCode.FOREIGN_CLICK, route.app().app().name()));
    } else {
      WakeOutcome refused = queue.refused(route, true);
      Problem problem = refused == null ? null : Problem.of(refused, route.app().app().name());
      if (problem == null) {
        var _ = queue.click(route, closed, clicked(exchange));
        exchange.reply(Reply.seeOther(Click.returnTo(request), "waking"));
      } else {
        answerClick(exchange, problem);
      }
    }
  }

  private void answerClick(Exchange exchange, Problem problem) {
    boolean shown = Visitor.showsPages(exchange.request());
    exchange.reply(shown ? page(exchange, problem) : json(exchange, problem));
  }

  private void tellStatus(Exchange exchange) {
    if (!Visitor.path(exchange.request()).equals(STATUS)) {
      exchange.refuse(ProblemCode.NOT_FOUND);
    } else if (Visitor.wantsEvents(exchange.request())) {
      Watch watch = new Watch(exchange, this);
      exchange.watch(watch);
      watch.open(ticker.nanos());
    } else {
      Status status = status(exchange);
      exchange.reply(new Reply(200, "application/json", status.json() + "\n", status.state()));
    }
  }

  private void showWaiting(Exchange exchange, Target.Closed closed) {
    Route route = exchange.route();
    String name = route.app().app().name();
    WakeOutcome setback = setback(route);
    Problem problem = setback == null ? null : Problem.of(setback, name);
    if (problem != null) {
      exchange.reply(problem(exchange, problem));
      return;
    }
    WakeCall call = wake(exchange, closed);
    Language language = Visitor.language(exchange.request());
    OwnPages own = Ruling.pages(exchange);
    Reply page =
        own == null ? null : pages.ownWaiting(own, language, name, elapsed(call), route.estimate());
    exchange.reply(
        page == null ? pages.waiting(language, name, elapsed(call), route.estimate()) : page);
  }

  /** Why a wake would lead nowhere; none while one is under way. */
  private @Nullable WakeOutcome setback(Route route) {
    if (queue.underWay(route) != null) {
      return null;
    }
    WakeOutcome recent = queue.recentSetback(route);
    return recent == null ? queue.refused(route, false) : recent;
  }

  private void hold(Exchange exchange, Target.Closed closed) {
    Route route = exchange.route();
    WakeOutcome refused = queue.underWay(route) == null ? queue.refused(route, false) : null;
    Problem problem = refused == null ? null : Problem.of(refused, route.app().app().name());
    if (problem != null) {
      exchange.reply(problem(exchange, problem));
      return;
    }
    WakeCall call = wake(exchange, closed);
    if (exchange.client().worker().lane().hold(exchange, call)) {
      exchange.trail().held(call, ticker.nanos());
    } else {
      refuse(exchange, ProblemCode.HOLD_FULL);
    }
  }

  private WakeCall wake(Exchange exchange, Target.Closed closed) {
    return queue.wake(exchange.route(), closed, () -> cause(exchange));
  }

  private static Cause cause(Exchange exchange) {
    return exchange.trail().cause(Visitor.cause(exchange.request(), exchange.address()));
  }

  private static Cause clicked(Exchange exchange) {
    return exchange.trail().cause(Visitor.clicked(exchange.request(), exchange.address()));
  }

  private void refuse(Exchange exchange, ProblemCode code) {
    Route route = exchange.route();
    Problem problem = new Problem(code, null, route.app().app().name(), retryAfter(route));
    exchange.reply(problem(exchange, problem));
  }

  private Duration retryAfter(Route route) {
    WakeEstimate estimate = route.estimate();
    WakeCall call = queue.underWay(route);
    if (estimate == null) {
      return UNKNOWN_WAIT;
    }
    Duration left = call == null ? estimate.usual() : estimate.usual().minus(elapsed(call));
    return left.isPositive() ? left : Duration.ofSeconds(1);
  }

  private Duration elapsed(WakeCall call) {
    return Duration.ofNanos(Math.max(0, ticker.nanos() - call.startedNanos()));
  }

  private static Reply ignoredReply(IgnoreRules.Answer answer, Route route) {
    String name = route.app().app().name();
    String state = route.app().state().name().wire();
    String body = answer.body().replace("{app}", name);
    return new Reply(answer.status(), answer.contentType(), body, state)
        .withRetryAfter(answer.retryAfter());
  }
}
