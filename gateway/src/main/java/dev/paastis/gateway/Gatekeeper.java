// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.page.Problem;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.route.HostName;
import dev.paastis.gateway.route.RoutingTable;
import dev.paastis.gateway.rule.AppRules;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.Rules;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries out operators' routes before a request is passed on: who may ask, how often, what they
 * must know, how much they may send, and whether they are sent elsewhere. Safe for use by many
 * threads.
 */
final class Gatekeeper {
  /** A check of a password takes a processor for tenths of a second: two at once, few waiting. */
  private static final int CHECKS_AT_ONCE = 2;

  private static final int CHECKS_WAITING = 128;
  private static final Duration SHORTLY = Duration.ofSeconds(2);

  private final RoutingTable table;
  private final Executor checks = newChecks();

  Gatekeeper(RoutingTable table) {
    this.table = table;
  }

  private static Executor newChecks() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            CHECKS_AT_ONCE,
            CHECKS_AT_ONCE,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CHECKS_WAITING),
            new DefaultThreadFactory("password-check", true));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Answers a request of a host that is no app's; false where nothing is said of it. */
  boolean leadsElsewhere(Exchange exchange, String host) {
    Rules rules = table.elsewhere(host, exchange.uri());
    if (rules == null || rules == Rules.UNCLEAR) {
      return false;
    }
    return !mayAsk(exchange, rules) || isRedirected(exchange, rules);
  }

  /** Whether it may be passed on now; otherwise it is answered, or goes on later. */
  boolean admits(Exchange exchange, AppRules all) {
    String host = Objects.requireNonNull(exchange.request().headers().get(HttpHeaderNames.HOST));
    Rules rules = all.meet(HostName.of(host), exchange.uri());
    if (rules == null) {
      return true;
    } else if (rules == Rules.UNCLEAR) {
      exchange.refuse(ProblemCode.BAD_REQUEST, "The path can be read in more than one way.");
      return false;
    }
    exchange.rule(new Ruling(rules));
    return mayAsk(exchange, rules)
        && !isAsset(exchange, rules)
        && !isRedirected(exchange, rules)
        && fits(exchange, rules)
        && isKnown(exchange, rules);
  }

  private static boolean mayAsk(Exchange exchange, Rules rules) {
    if (rules.looksAtAddresses() && !rules.admits(exchange.address())) {
      exchange.refuse(ProblemCode.ADDRESS_REFUSED);
      return false;
    }
    if (rules.limitsRate()) {
      long wait = rules.takeToken(exchange.address(), exchange.worker().now());
      if (wait > 0) {
        tooMany(exchange, Duration.ofNanos(wait));
        return false;
      }
    }
    return true;
  }

  private static void tooMany(Exchange exchange, Duration wait) {
    Problem problem = new Problem(ProblemCode.TOO_MANY_REQUESTS, null, exchange.appName(), wait);
    exchange.reply(exchange.client().parts().reception().problem(exchange, problem));
  }

  private static boolean isRedirected(Exchange exchange, Rules rules) {
    HttpRequest request = exchange.request();
    String host = request.headers().get(HttpHeaderNames.HOST);
    String scheme = Visitor.isSecure(request, exchange.client()) ? "https://" : "http://";
    String location = rules.location(scheme + host, request.uri());
    if (location == null) {
      return false;
    }
    exchange.reply(Reply.redirect(rules.redirectStatus(), location));
    return true;
  }

  private static boolean fits(Exchange exchange, Rules rules) {
    String length = exchange.request().headers().get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null && rules.bodyLimit() < Long.MAX_VALUE) {
      // Digits only, as was checked; more of them than a long has are too many in any case.
      boolean fits = length.length() < 19 && Long.parseLong(length) <= rules.bodyLimit();
      if (!fits) {
        exchange.refuse(ProblemCode.BODY_TOO_LARGE);
      }
      return fits;
    }
    return true;
  }

  private boolean isKnown(Exchange exchange, Rules rules) {
    BasicAuth auth = rules.auth();
    if (auth == null) {
      return true;
    }
    String header = exchange.request().headers().get(HttpHeaderNames.AUTHORIZATION);
    Boolean known = auth.known(header);
    if (known == null) {
      check(exchange, auth, Objects.requireNonNull(header));
      return false;
    }
    if (!known) {
      challenge(exchange, auth);
    }
    return known;
  }

  private void check(Exchange exchange, BasicAuth auth, String header) {
    try {
      checks.execute(() -> {
        Boolean before = auth.known(header); // of several requests at once, one pays for all
        boolean right = before == null ? auth.check(header) : before;
        exchange.later(() -> checked(exchange, auth, right));
      });
    } catch (RejectedExecutionException e) {
      tooMany(exchange, SHORTLY);
    }
  }

  private static void checked(Exchange exchange, BasicAuth auth, boolean right) {
    if (right) {
      exchange.admitted();
    } else {
      challenge(exchange, auth);
    }
  }

  private static void challenge(Exchange exchange, BasicAuth auth) {
    Problem problem = Problem.of(ProblemCode.CREDENTIALS_NEEDED, exchange.appName());
    Reply reply = exchange.client().parts().reception().problem(exchange, problem);
    exchange.reply(reply.withChallenge(auth.challenge()));
  }

  private static boolean isAsset(Exchange exchange, Rules rules) {
    OwnPages pages = rules.pages();
    OwnPages.Asset asset = pages == null ? null : pages.asset(Visitor.path(exchange.request()));
    if (asset == null || !reads(exchange.request().method())) {
      return false;
    }
    Answer answer = exchange.client().answer();
    DefaultHttpResponse head = headOf(asset);
    exchange.trail().streams(head);
    answer.head(head);
    if (exchange.request().method().equals(HttpMethod.GET)) {
      answer.content(new DefaultHttpContent(Unpooled.wrappedBuffer(asset.bytes())));
    }
    answer.end(LastHttpContent.EMPTY_LAST_CONTENT);
    exchange.end();
    return true;
  }

  private static boolean reads(@Nullable HttpMethod method) {
    return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
  }

  private static DefaultHttpResponse headOf(OwnPages.Asset asset) {
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, asset.contentType())
        .set(HttpHeaderNames.CONTENT_LENGTH, asset.bytes().length)
        .set(HttpHeaderNames.CACHE_CONTROL, "max-age=60")
        .set("x-content-type-options", "nosniff");
    return head;
  }
}
