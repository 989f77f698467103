// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway;

import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.page.Pages;
import dev.paastis.gateway.page.Problem;
import dev.paastis.gateway.page.ProblemCode;
import dev.paastis.gateway.page.Reply;
import dev.paastis.gateway.route.IgnoreRules;
import dev.paastis.gateway.rule.Rules;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.gateway.rule.Waiting;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's routes say of one request, and how much of its body may still come. Made only
 * for requests of which they say something. Belongs to one event loop.
 */
final class Ruling {
  private final Rules rules;
  private long bytesLeft;

  Ruling(Rules rules) {
    this.rules = rules;
    this.bytesLeft = rules.bodyLimit();
  }

  Rules rules() {
    return rules;
  }

  /** Whether the next part of the body may come. */
  boolean takes(HttpContent content) {
    bytesLeft -= content.content().readableBytes();
    return bytesLeft >= 0;
  }

  long holdNanos(long usual) {
    Duration time = rules.holdTime();
    return time == null ? usual : time.toNanos();
  }

  IgnoreRules.@Nullable Answer ignored() {
    Unwoken instead = rules.instead();
    return instead == null
        ? null
        : new IgnoreRules.Answer(
            instead.status(), instead.contentType(), instead.body(), instead.retryAfter());
  }

  /** Whether a client sees the waiting page, or nothing until the app answers. */
  static boolean showsPage(Exchange exchange) {
    Ruling ruling = exchange.ruling();
    Waiting.Show show = ruling == null ? null : ruling.rules.show();
    return show == null ? Visitor.isNavigation(exchange.request()) : show == Waiting.Show.PAGE;
  }

  /** The operator's own pages, {@code null} where ours are shown. */
  static @Nullable OwnPages pages(Exchange exchange) {
    Ruling ruling = exchange.ruling();
    return ruling == null ? null : ruling.rules.pages();
  }

  /** The operator's page in place of a problem's, {@code null} where ours is shown. */
  static @Nullable Reply ownPage(Exchange exchange, Problem problem, Pages pages) {
    OwnPages own = pages(exchange);
    HttpRequest request = exchange.request();
    if (own == null || !Visitor.isNavigation(request)) {
      return null;
    }
    boolean click = problem.code() == ProblemCode.CLICK_NEEDED;
    String action = click ? Click.action(request) : null;
    return pages.ownProblem(own, Visitor.language(request), problem, action);
  }
}
