// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.DurationText;
import dev.paastis.api.RouteListView;
import dev.paastis.api.RouteListView.RouteView;
import dev.paastis.gateway.page.OwnPages;
import dev.paastis.gateway.rule.BasicAuth;
import dev.paastis.gateway.rule.HeaderEdits;
import dev.paastis.gateway.rule.PathPattern;
import dev.paastis.gateway.rule.RateLimit;
import dev.paastis.gateway.rule.Redirect;
import dev.paastis.gateway.rule.RouteEntry;
import dev.paastis.gateway.rule.RouteTerms;
import dev.paastis.gateway.rule.Rules;
import dev.paastis.gateway.rule.Unwoken;
import dev.paastis.server.routes.RouteDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns routes into what the wire shows of them: no value of a header, and no hash. */
final class RouteViews {
  private RouteViews() {}

  static RouteListView of(RouteDesk.State state, List<String> warnings) {
    return new RouteListView(
        state.routing().routes().stream().map(RouteViews::of).toList(),
        state.since(),
        state.problems(),
        warnings);
  }

  private static RouteView of(RouteEntry entry) {
    return new RouteView(
        entry.name(),
        entry.app(),
        entry.hosts(),
        words(entry.terms()),
        entry.paths().stream()
            .map(some ->
                new RouteListView.PathsView(
                    some.patterns().stream().map(PathPattern::toString).toList(),
                    words(some.terms())))
            .toList());
  }

  /** What is said, one line for each part. */
  private static List<String> words(RouteTerms terms) {
    List<String> words = new ArrayList<>();
    add(words, terms.guard().allow() == null ? null : "allows some addresses only");
    add(words, terms.guard().deny() == null ? null : "denies some addresses");
    add(words, rate(terms.guard().rate()));
    add(words, redirect(terms.redirect()));
    Long limit = terms.guard().bodyLimit();
    add(
        words,
        limit == null ? null : limit == 0 ? "bodies of any size" : "bodies to " + limit + " B");
    BasicAuth auth = terms.guard().auth();
    add(words, auth == null ? null : auth == BasicAuth.OFF ? "no password" : "asks for a password");
    add(words, waking(terms));
    Duration time = terms.waiting().time();
    add(words, time == null ? null : "held for " + DurationText.format(time));
    var show = terms.waiting().show();
    add(words, show == null ? null : "shows " + show.name().toLowerCase(Locale.ROOT));
    OwnPages pages = terms.waiting().pages();
    add(words, pages == null ? null : pages == OwnPages.OFF ? "our pages" : "own pages");
    add(words, edits("request headers", terms.request()));
    add(words, edits("response headers", terms.response()));
    return words;
  }

  private static void add(List<String> words, @Nullable String word) {
    if (word != null) {
      words.add(word);
    }
  }

  private static @Nullable String rate(@Nullable RateLimit rate) {
    if (rate == null) {
      return null;
    }
    return rate.requests() == 0
        ? "no rate limit"
        : "%d requests per %s and client"
            .formatted(rate.requests(), DurationText.format(rate.per()));
  }

  private static @Nullable String redirect(@Nullable Redirect redirect) {
    if (redirect == null) {
      return null;
    }
    return redirect.to().isEmpty()
        ? "no redirect"
        : "%d to %s".formatted(redirect.status(), redirect.to());
  }

  private static @Nullable String waking(RouteTerms terms) {
    Unwoken instead = terms.waiting().instead();
    if (terms.waiting().wakes() == null) {
      return null;
    }
    return instead == null ? "wakes" : "wakes nothing, %d while asleep".formatted(instead.status());
  }

  private static @Nullable String edits(String what, @Nullable HeaderEdits edits) {
    if (edits == null) {
      return null;
    }
    return what
        + ": "
        + Stream.of(
                edits.remove().stream(),
                edits.set().keySet().stream(),
                edits.add().keySet().stream())
            .flatMap(names -> names)
            .sorted()
            .collect(Collectors.joining(", "));
  }

  /** What a request would meet, in order. */
  static List<String> steps(
      @Nullable Rules rules, @Nullable String from, String origin, String uri) {
    if (rules == null) {
      return List.of("nothing is asked of it");
    } else if (rules == Rules.UNCLEAR) {
      return List.of("refused with 400: the path can be read in more than one way");
    }
    List<String> steps = new ArrayList<>();
    if (rules.looksAtAddresses() && from != null && !rules.admits(from)) {
      steps.add("refused with 403: not from " + from);
      return steps;
    }
    String location = rules.location(origin, uri);
    if (location != null) {
      steps.add("redirected with %d to %s".formatted(rules.redirectStatus(), location));
      return steps;
    }
    steps.addAll(words(rules.terms()));
    return steps;
  }
}
