// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.edge;

import dev.paastis.api.WrittenRouteView;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.resolve.AddressBlocks;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.Guard;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.PasswordHash;
import dev.paastis.gateway.rule.PathPattern;
import dev.paastis.gateway.rule.RateLimit;
import dev.paastis.gateway.rule.Redirect;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.gateway.rule.Waiting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Operators' routes as the gateway takes them, made of what came over the wire. What cannot be
 * meant is refused, as leaving it out would leave out a guard.
 */
final class WrittenEntries {
  private final Map<String, OwnPages> pages;

  private WrittenEntries(Map<String, OwnPages> pages) {
    this.pages = pages;
  }

  /**
   * One route.
   *
   * @param pages own pages by their folder
   * @throws IllegalArgumentException naming the route and what cannot be used
   */
  static RouteEntry of(WrittenRouteView view, Map<String, OwnPages> pages) {
    try {
      WrittenEntries entries = new WrittenEntries(pages);
      return new RouteEntry(
          view.name(),
          view.app(),
          view.hosts(),
          entries.terms(view.terms()),
          view.paths().stream().map(entries::paths).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "route '%s' cannot be used: %s".formatted(view.name(), e.getMessage()), e);
    }
  }

  private RouteEntry.OfPaths paths(WrittenRouteView.OfPaths some) {
    return new RouteEntry.OfPaths(
        some.match().stream().map(PathPattern::of).toList(), terms(some.terms()));
  }

  private RouteTerms terms(WrittenRouteView.Terms view) {
    return new RouteTerms(
        guard(view.guard()),
        waiting(view.waiting()),
        redirect(view.redirect()),
        edits(view.request()),
        edits(view.response()));
  }

  private static Guard guard(WrittenRouteView.Guard view) {
    Long limit = view.bodyLimit();
    if (limit != null && limit < 0) {
      throw new IllegalArgumentException("a body of less than nothing");
    }
    return new Guard(
        blocks(view.allow()), blocks(view.deny()), auth(view.auth()), rate(view.rate()), limit);
  }

  private static @Nullable AddressBlocks blocks(@Nullable List<String> entries) {
    return entries == null ? null : new AddressBlocks(entries);
  }

  private static @Nullable BasicAuth auth(WrittenRouteView.@Nullable Auth view) {
    if (view == null) {
      return null;
    }
    if (view.on() == view.users().isEmpty()) {
      throw new IllegalArgumentException("a password that nobody has, or users without one");
    }
    Map<String, PasswordHash> users = new LinkedHashMap<>();
    view.users().forEach(user -> users.put(user.name(), PasswordHash.of(user.hash())));
    return view.on() ? new BasicAuth(view.realm(), users) : BasicAuth.OFF;
  }

  private static @Nullable RateLimit rate(WrittenRouteView.@Nullable Rate view) {
    return view == null
        ? null
        : new RateLimit(view.requests(), Duration.ofMillis(view.perMillis()), view.burst());
  }

  private Waiting waiting(WrittenRouteView.Waiting view) {
    WrittenRouteView.Instead instead = view.instead();
    if (Boolean.FALSE.equals(view.wakes()) == (instead == null)) {
      throw new IllegalArgumentException("what does not wake the app needs an answer, only that");
    }
    return new Waiting(
        view.wakes(), unwoken(instead), time(view.holdMillis()), show(view.show()), pages(view));
  }

  private static @Nullable Unwoken unwoken(WrittenRouteView.@Nullable Instead view) {
    if (view == null) {
      return null;
    }
    boolean plain = view.contentType().chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    if (view.status() < 200 || view.status() > 599 || !plain) {
      throw new IllegalArgumentException("an answer of status " + view.status() + " or its type");
    }
    return new Unwoken(
        view.status(), view.contentType(), view.body(), time(view.retryAfterMillis()));
  }

  private static @Nullable Duration time(@Nullable Long millis) {
    if (millis != null && millis < 0) {
      throw new IllegalArgumentException("a time of less than nothing");
    }
    return millis == null ? null : Duration.ofMillis(millis);
  }

  private static Waiting.@Nullable Show show(@Nullable String word) {
    return switch (word) {
      case null -> null;
      case "page" -> Waiting.Show.PAGE;
      case "hold" -> Waiting.Show.HOLD;
      default -> throw new IllegalArgumentException("show '" + word + "' is not known");
    };
  }

  private @Nullable OwnPages pages(WrittenRouteView.Waiting view) {
    String folder = view.pages();
    if (folder == null) {
      return null;
    } else if (folder.equals(WrittenRouteView.Waiting.OURS)) {
      return OwnPages.OFF;
    }
    OwnPages own = pages.get(folder);
    if (own == null) {
      throw new IllegalArgumentException("own pages that were not told");
    }
    return own;
  }

  private static @Nullable Redirect redirect(WrittenRouteView.@Nullable Redirect view) {
    return view == null ? null : new Redirect(view.to(), view.permanent());
  }

  private static @Nullable HeaderEdits edits(WrittenRouteView.@Nullable Edits view) {
    return view == null ? null : new HeaderEdits(view.remove(), view.set(), view.add());
  }
}
