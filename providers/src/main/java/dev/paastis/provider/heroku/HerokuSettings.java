// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.heroku;

import dev.paastis.provider.Secret;
import dev.paastis.rest.SharedRouter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An account on Heroku.
 *
 * @param api base address of the Platform API
 * @param token a long-lived authorization, as {@code heroku authorizations:create} makes it
 * @param region only apps of that region, for example {@code eu}; {@code null} for all
 * @param team only apps of that team; {@code null} for all that the token can see
 * @param pollEvery interval at which dynos are looked at while they start or stop
 * @param router that apps stand behind
 */
public record HerokuSettings(
    URI api,
    Secret token,
    @Nullable String region,
    @Nullable String team,
    Duration pollEvery,
    SharedRouter router) {
  /** The vendor's address, the same for all regions. */
  public static final URI API = URI.create("https://api.heroku.com");

  /**
   * With 4,500 calls an hour and a boot of some ten seconds, half a second leaves room for more
   * than two hundred wakes an hour; when the account has few calls left, polls become rarer.
   */
  public static final Duration POLL_EVERY = Duration.ofMillis(500);

  /** Validates the interval. */
  public HerokuSettings {
    if (!pollEvery.isPositive()) {
      throw new IllegalArgumentException("pollEvery must be positive, got: " + pollEvery);
    }
  }

  /** An account whose apps stand behind the vendor's router. */
  public HerokuSettings(
      URI api, Secret token, @Nullable String region, @Nullable String team, Duration pollEvery) {
    this(api, token, region, team, pollEvery, SharedRouter.OF_VENDOR);
  }

  /** All apps that the token can see. */
  public static HerokuSettings of(Secret token) {
    return new HerokuSettings(API, token, null, null, POLL_EVERY);
  }
}
