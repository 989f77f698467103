// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app that was found on an account.
 *
 * @param ref the platform's identifier
 * @param name the platform's name for it
 * @param hosts custom domains bound to it there
 * @param running whether it ran when last seen
 * @param formation its processes in words, empty when nothing is known
 * @param traits {@code review-app}, {@code production}
 * @param gone since when it is no longer listed, {@code null} while it is
 * @param takenAs name of the app it was taken over as, {@code null}: Paastis leaves it alone
 * @param production why the app it was taken over as is production, {@code null} when it is not
 * @param proposal how it could be taken over
 */
public record FoundAppView(
    String ref,
    String name,
    List<String> hosts,
    boolean running,
    String formation,
    List<String> traits,
    @Nullable Instant gone,
    @Nullable String takenAs,
    @Nullable ProtectionView production,
    ProposalView proposal) {
  /**
   * A proposal; it changes nothing until it is confirmed.
   *
   * @param name free name
   * @param production whether it looks like production
   * @param idleTimeout time without activity before sleep
   * @param why in one line
   * @param monthlyPrice what it costs while always awake, {@code null} when that is not known
   * @param monthlySaving what sleeping is expected to save of it, {@code null} when not known
   * @param currency of both
   * @param assumption what the expectation rests on, empty without one
   */
  public record ProposalView(
      String name,
      boolean production,
      String idleTimeout,
      String why,
      @Nullable Double monthlyPrice,
      @Nullable Double monthlySaving,
      @Nullable String currency,
      String assumption) {}
}
