// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.app.Upstream;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers somebody else's proxy, which asks before it forwards a request. The request that it asks
 * about is put in the place of the question, so that it is routed, wakes, waits and counts like any
 * other; only that it is let go instead of forwarded, and that nothing but this is a success: a
 * proxy takes every 2xx for a yes.
 *
 * <p>Only peers listed as trusted may ask: the answer says which hosts there are and wakes apps,
 * and the request is whatever the peer says it is. Immutable, safe for use by many threads.
 *
 * @param grace how long a request that was let go counts as under way: nobody tells its end
 */
record Questions(Duration grace) {
  private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString URI = AsciiString.cached("x-forwarded-uri");
  private static final AsciiString METHOD = AsciiString.cached("x-forwarded-method");

  /** What a proxy sends that can act on yes and no only, and shows no body to its visitor. */
  private static final AsciiString ANSWER = AsciiString.cached("x-paastis-answer");

  private static final AsciiString STATUS_ONLY = AsciiString.cached("status");
  private static final int NO = 403;
  private static final int NOT_YET = 503;
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Puts the request in the place of the question; says what is wrong if that cannot be. */
  @Nullable ProblemCode restore(HttpRequest question, Client client) {
    if (!client.peer().trusted()) {
      return ProblemCode.PEER_NOT_TRUSTED;
    }
    HttpHeaders headers = question.headers();
    boolean single =
        List.of(HOST, URI, METHOD).stream().allMatch(name -> headers.getAll(name).size() <= 1);
    return single
            && restoreHost(headers)
            && restoreUri(question)
            && restoreMethod(question, headers.get(METHOD))
        ? null
        : ProblemCode.BAD_REQUEST;
  }

  private static boolean restoreHost(HttpHeaders headers) {
    String host = headers.get(HOST);
    if (host == null) {
      return true;
    }
    headers.set(HttpHeaderNames.HOST, host);
    return !host.isEmpty() && RequestRules.isAuthority(host);
  }

  private static boolean restoreUri(HttpRequest question) {
    String uri = question.headers().get(URI);
    if (uri == null) {
      return true;
    }
    question.setUri(uri);
    return uri.startsWith("/") || uri.equals("*");
  }

  private static boolean restoreMethod(HttpRequest question, @Nullable String method) {
    if (method == null) {
      return true;
    }
    boolean token = !method.isEmpty() && method.chars().allMatch(c -> c == '-' || isLetter(c));
    if (token) {
      question.setMethod(HttpMethod.valueOf(method));
    }
    return token && !method.equals("CONNECT");
  }

  private static boolean isLetter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** The app is awake: the request may go there, and counts as under way for a while. */
  Reply goAhead(CountedRequest request, Upstream to) {
    if (request.ignored() == null) {
      long until = request.worker().now() + TimeUnit.NANOSECONDS.convert(grace);
      request.route().activity().expectUntil(until);
    }
    return Reply.goAhead(to, "awake");
  }

  /** What the proxy is told where a visitor would be told that. */
  Reply told(HttpRequest question, Reply reply) {
    if (reply.upstream() != null) {
      return reply;
    }
    if (STATUS_ONLY.contentEquals(question.headers().get(ANSWER, ""))) {
      return new Reply(NO, "text/plain; charset=utf-8", "", reply.state());
    }
    return reply.status() < 400 ? reply.withStatus(NOT_YET).withRetryAfter(SOON) : reply;
  }
}
