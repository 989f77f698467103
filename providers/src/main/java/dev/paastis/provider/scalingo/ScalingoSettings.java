// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.scalingo;

import dev.paastis.provider.Secret;
import dev.paastis.rest.SharedRouter;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One account on Scalingo, in one region.
 *
 * @param auth where the API token is exchanged; the only place that ever sees it
 * @param api platform API of the region
 * @param region for example {@code osc-fr1}
 * @param token the API token, {@code tk-us-...}
 * @param owner user name whose apps to take; {@code null}: also those that others share with the
 *     account
 * @param router that apps stand behind
 */
public record ScalingoSettings(
    URI auth, URI api, String region, Secret token, @Nullable String owner, SharedRouter router) {
  /** The authentication server of all regions. */
  public static final URI AUTH = URI.create("https://auth.scalingo.com");

  /** The region of most accounts. */
  public static final String DEFAULT_REGION = "osc-fr1";

  /** Validates the region, which becomes part of host names. */
  public ScalingoSettings {
    if (!region.matches("[a-z0-9][a-z0-9-]{0,40}")) {
      throw new IllegalArgumentException(
          "Scalingo region must read like osc-fr1 or osc-secnum-fr1, got: " + region);
    }
  }

  /** An account whose apps stand behind the vendor's router. */
  public ScalingoSettings(URI auth, URI api, String region, Secret token, @Nullable String owner) {
    this(auth, api, region, token, owner, SharedRouter.OF_VENDOR);
  }

  /** Where the platform API of a region is. */
  static URI apiOf(String region) {
    return URI.create("https://api." + region + ".scalingo.com");
  }

  /**
   * All apps that the token reaches in a region.
   *
   * @see <a href="https://developers.scalingo.com/regions">Regions</a>
   */
  public static ScalingoSettings inRegion(String region, Secret token) {
    return new ScalingoSettings(AUTH, apiOf(region), region, token, null);
  }
}
