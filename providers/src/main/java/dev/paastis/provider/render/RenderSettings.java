// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.render;

import dev.paastis.provider.Secret;
import dev.paastis.rest.SharedRouter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account on Render.
 *
 * @param api base address of the API, without a slash at the end
 * @param apiKey of a user, made in the dashboard; it sees all workspaces of that user
 * @param owners workspaces to keep to, for example {@code tea-abc}; empty for all
 * @param region the only region to see, for example {@code frankfurt}; {@code null} for all
 * @param pollEvery interval between questions while an order is carried out
 * @param router that apps stand behind
 */
public record RenderSettings(
    URI api,
    Secret apiKey,
    List<String> owners,
    @Nullable String region,
    Duration pollEvery,
    SharedRouter router) {
  /** Where Render's API is. */
  public static final URI API = URI.create("https://api.render.com/v1");

  /**
   * Asked once a second, one resume costs 60 of the 400 reads a minute that a user has: several may
   * go on at once, and the wait is still told to the second.
   */
  public static final Duration DEFAULT_POLL_EVERY = Duration.ofSeconds(1);

  /** Validates the values. */
  public RenderSettings {
    owners = List.copyOf(owners);
    if (!pollEvery.isPositive()) {
      throw new IllegalArgumentException(
          "poll interval of a Render account must be positive, got: " + pollEvery);
    }
    if (!apiKey.reveal().chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "API key of a Render account must be printable ASCII without spaces; copy it again");
    }
  }

  /** An account whose apps stand behind the vendor's router. */
  public RenderSettings(
      URI api, Secret apiKey, List<String> owners, @Nullable String region, Duration pollEvery) {
    this(api, apiKey, owners, region, pollEvery, SharedRouter.OF_VENDOR);
  }

  /** All services that a key sees. */
  public static RenderSettings of(Secret apiKey) {
    return new RenderSettings(API, apiKey, List.of(), null, DEFAULT_POLL_EVERY);
  }
}
