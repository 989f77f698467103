// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import org.jspecify.annotations.Nullable;

/**
 * What a route, or some of its paths, says of requests; {@code null} where nothing is said.
 *
 * @param guard who may ask
 * @param waiting what happens while the app is not awake
 * @param redirect where clients are sent instead
 * @param request changes of requests
 * @param response changes of the app's answers
 */
public record RouteTerms(
    Guard guard,
    Waiting waiting,
    @Nullable Redirect redirect,
    @Nullable HeaderEdits request,
    @Nullable HeaderEdits response) {
  /** Nothing is said. */
  public static final RouteTerms UNSAID =
      new RouteTerms(Guard.UNSAID, Waiting.UNSAID, null, null, null);

  /** These, and what they do not say from those below. */
  RouteTerms over(RouteTerms below) {
    return new RouteTerms(
        new Guard(
            first(guard.allow(), below.guard.allow()),
            first(guard.deny(), below.guard.deny()),
            first(guard.auth(), below.guard.auth()),
            first(guard.rate(), below.guard.rate()),
            first(guard.bodyLimit(), below.guard.bodyLimit())),
        new Waiting(
            first(waiting.wakes(), below.waiting.wakes()),
            first(waiting.instead(), below.waiting.instead()),
            first(waiting.time(), below.waiting.time()),
            first(waiting.show(), below.waiting.show()),
            first(waiting.pages(), below.waiting.pages())),
        first(redirect, below.redirect),
        first(request, below.request),
        first(response, below.response));
  }

  private static <T> @Nullable T first(@Nullable T said, @Nullable T otherwise) {
    return said == null ? otherwise : said;
  }
}
