// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.gateways;

import dev.paastis.api.WrittenRouteView;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.Guard;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.PathPattern;
import dev.paastis.gateway.rule.RateLimit;
import dev.paastis.gateway.rule.Redirect;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.gateway.rule.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operators' routes as they go over the wire. */
final class WrittenRoutes {
  private final Function<OwnPages, String> pages;

  private WrittenRoutes(Function<OwnPages, String> pages) {
    this.pages = pages;
  }

  /** One route; own pages by the names that are given to them. */
  static WrittenRouteView of(RouteEntry entry, Function<OwnPages, String> pages) {
    WrittenRoutes views = new WrittenRoutes(pages);
    return new WrittenRouteView(
        entry.name(),
        entry.app(),
        entry.hosts(),
        views.terms(entry.terms()),
        entry.paths().stream().map(views::paths).toList());
  }

  private WrittenRouteView.OfPaths paths(RouteEntry.OfPaths some) {
    return new WrittenRouteView.OfPaths(
        some.patterns().stream().map(PathPattern::toString).toList(), terms(some.terms()));
  }

  private WrittenRouteView.Terms terms(RouteTerms terms) {
    Redirect redirect = terms.redirect();
    return new WrittenRouteView.Terms(
        guard(terms.guard()),
        waiting(terms.waiting()),
        redirect == null
            ? null
            : new WrittenRouteView.Redirect(redirect.to(), redirect.permanent()),
        edits(terms.request()),
        edits(terms.response()));
  }

  private static WrittenRouteView.Guard guard(Guard guard) {
    RateLimit rate = guard.rate();
    return new WrittenRouteView.Guard(
        entries(guard.allow()),
        entries(guard.deny()),
        auth(guard.auth()),
        rate == null
            ? null
            : new WrittenRouteView.Rate(rate.requests(), rate.per().toMillis(), rate.burst()),
        guard.bodyLimit());
  }

  private static @Nullable List<String> entries(@Nullable AddressBlocks blocks) {
    return blocks == null ? null : blocks.entries();
  }

  private static WrittenRouteView.@Nullable Auth auth(@Nullable BasicAuth auth) {
    if (auth == null) {
      return null;
    }
    List<WrittenRouteView.User> users =
        auth.users().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(user -> new WrittenRouteView.User(user.getKey(), user.getValue().written()))
            .toList();
    return new WrittenRouteView.Auth(auth != BasicAuth.OFF, auth.realm(), users);
  }

  private WrittenRouteView.Waiting waiting(Waiting waiting) {
    Waiting.Show show = waiting.show();
    OwnPages own = waiting.pages();
    return new WrittenRouteView.Waiting(
        waiting.wakes(),
        instead(waiting.instead()),
        millis(waiting.time()),
        show == null ? null : show == Waiting.Show.HOLD ? "hold" : "page",
        own == null ? null : pages.apply(own));
  }

  private static WrittenRouteView.@Nullable Instead instead(@Nullable Unwoken instead) {
    return instead == null
        ? null
        : new WrittenRouteView.Instead(
            instead.status(), instead.contentType(), instead.body(), millis(instead.retryAfter()));
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }

  private static WrittenRouteView.@Nullable Edits edits(@Nullable HeaderEdits edits) {
    return edits == null
        ? null
        : new WrittenRouteView.Edits(edits.remove(), edits.set(), edits.add());
  }
}
