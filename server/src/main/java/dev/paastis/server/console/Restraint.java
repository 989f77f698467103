// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.WhenText;
import dev.paastis.app.AppState;
import dev.paastis.app.TrackedApp;
import dev.paastis.policy.Forecast;
import dev.paastis.policy.Policy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rules keep from an app, as far as the list of apps tells it.
 *
 * @param dryRun who says that what would be done is only told, {@code null} when nobody does
 * @param paused until when a window has it asleep, {@code null} when none does
 */
public record Restraint(@Nullable String dryRun, @Nullable Paused paused) {
  static Restraint of(TrackedApp app, Policy policy, Instant now) {
    boolean rests =
        policy.ignored() == null
            && (app.state() instanceof AppState.Asleep
                || app.state() instanceof AppState.FallingAsleep);
    return new Restraint(policy.dryRun(), rests ? paused(policy, now).orElse(null) : null);
  }

  private static Optional<Paused> paused(Policy policy, Instant now) {
    return policy
        .holding(now)
        .findFirst()
        .flatMap(window ->
            policy
                .pauseAt(now)
                .map(held -> {
                  ZoneId zone = window.window().zone();
                  Instant end = held.pause().until();
                  return new Paused(
                      end.equals(Instant.MAX) ? "" : new WhenText(now, zone).of(end),
                      "window %s, %s: %s"
                          .formatted(
                              held.pause().window(),
                              zone.getId(),
                              Forecast.onRequest(policy.requestsAt(now))));
                }));
  }

  /**
   * A pause.
   *
   * @param until its end in the window's zone, in words; empty when it has none
   * @param why the window, and what becomes of requests
   */
  public record Paused(String until, String why) {}
}
