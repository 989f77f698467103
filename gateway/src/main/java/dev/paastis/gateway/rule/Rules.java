// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.resolve.AddressBlocks;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What holds for one request: a route's terms with those of its path in their place. Immutable. */
public final class Rules {
  /** Stands for a path of which one reading is guarded in another way than the other. */
  public static final Rules UNCLEAR = new Rules("", "", RouteTerms.UNSAID, null);

  private final String route;
  private final String paths;
  private final RouteTerms terms;
  private final @Nullable RateLimiter limiter;
  private final @Nullable BasicAuth auth;
  private final long bodyLimit;
  private final @Nullable Unwoken instead;
  private final @Nullable OwnPages pages;

  Rules(String route, String paths, RouteTerms terms, @Nullable RateLimiter limiter) {
    this.route = route;
    this.paths = paths;
    this.terms = terms;
    this.limiter = limiter;
    BasicAuth asked = terms.guard().auth();
    this.auth = asked == BasicAuth.OFF ? null : asked;
    Long limit = terms.guard().bodyLimit();
    this.bodyLimit = limit == null || limit == 0 ? Long.MAX_VALUE : limit;
    Waiting waiting = terms.waiting();
    this.instead = Boolean.FALSE.equals(waiting.wakes()) ? waiting.instead() : null;
    this.pages = waiting.pages() == OwnPages.OFF ? null : waiting.pages();
  }

  /** Name of the route. */
  public String route() {
    return route;
  }

  /** The patterns of paths, empty where they hold for all. */
  public String paths() {
    return paths;
  }

  /** What was said. */
  public RouteTerms terms() {
    return terms;
  }

  /** Whether that address may ask. */
  public boolean admits(String address) {
    AddressBlocks allow = terms.guard().allow();
    AddressBlocks deny = terms.guard().deny();
    return (allow == null || allow.contains(address)) && (deny == null || !deny.contains(address));
  }

  /** Whether it matters who asks. */
  public boolean looksAtAddresses() {
    return terms.guard().allow() != null || terms.guard().deny() != null;
  }

  /** Whether clients may ask only so often. */
  public boolean limitsRate() {
    return limiter != null;
  }

  /** How many nanoseconds that client has to wait, zero when it may ask. */
  public long takeToken(String address, long nowNanos) {
    return limiter == null ? 0 : limiter.take(address, nowNanos);
  }

  @Nullable RateLimiter limiter() {
    return limiter;
  }

  /** What a client must know. */
  public @Nullable BasicAuth auth() {
    return auth;
  }

  /** How many bytes a body may have. */
  public long bodyLimit() {
    return bodyLimit;
  }

  /** What a request gets instead of waking the app, {@code null} when it wakes it. */
  public @Nullable Unwoken instead() {
    return instead;
  }

  /** How long it is held, {@code null} for as long as everywhere. */
  public @Nullable Duration holdTime() {
    return terms.waiting().time();
  }

  /** What a client sees meanwhile, {@code null} for what suits it. */
  public Waiting.@Nullable Show show() {
    return terms.waiting().show();
  }

  /** Own pages, {@code null} for ours. */
  public @Nullable OwnPages pages() {
    return pages;
  }

  /** Where the client is sent, {@code null} when it is to stay. */
  public @Nullable String location(String origin, String uri) {
    Redirect redirect = terms.redirect();
    return redirect == null ? null : redirect.location(origin, uri);
  }

  /** HTTP status of the redirect. */
  public int redirectStatus() {
    return Objects.requireNonNull(terms.redirect(), "no redirect").status();
  }

  /** Changes what the app gets. Who was let in by a password keeps it from the app. */
  public void editRequest(HttpHeaders headers) {
    if (auth != null) {
      headers.remove("authorization");
    }
    HeaderEdits edits = terms.request();
    if (edits != null) {
      edits.apply(headers);
    }
  }

  /** Changes what the client gets of the app. */
  public void editResponse(HttpHeaders headers) {
    HeaderEdits edits = terms.response();
    if (edits != null) {
      edits.apply(headers);
    }
  }

  boolean isGuardedLike(Rules other) {
    return auth == other.auth
        && terms.guard().allow() == other.terms.guard().allow()
        && terms.guard().deny() == other.terms.guard().deny();
  }
}
