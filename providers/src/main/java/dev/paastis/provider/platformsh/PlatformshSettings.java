// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

import dev.paastis.provider.Secret;
import dev.paastis.rest.SharedRouter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One account on Platform.sh or Upsun.
 *
 * @param api base address of the API, which routes to all regions
 * @param auth base address of the server that exchanges tokens
 * @param apiToken made by a user in the console; does not expire
 * @param organization id of the organization whose projects are meant; {@code null}: all projects
 *     that the user may see
 * @param region only projects of this region, for example {@code eu-5.platform.sh}; {@code null}:
 *     of all regions
 * @param pollEvery how often an activity under way is asked for
 * @param router that environments stand behind
 */
public record PlatformshSettings(
    URI api,
    URI auth,
    Secret apiToken,
    @Nullable String organization,
    @Nullable String region,
    Duration pollEvery,
    SharedRouter router) {
  /** The vendor's API. */
  public static final URI API = URI.create("https://api.upsun.com");

  /** The vendor's authentication server. */
  public static final URI AUTH = URI.create("https://auth.upsun.com");

  /** The vendor publishes no limit of calls; its own clients ask every one to three seconds. */
  public static final Duration DEFAULT_POLL_EVERY = Duration.ofSeconds(3);

  /** Validates the interval. */
  public PlatformshSettings {
    if (!pollEvery.isPositive()) {
      throw new IllegalArgumentException(
          "poll interval of a Platform.sh account must be positive, got: " + pollEvery);
    }
  }

  /** The vendor's own addresses, and all projects that the user may see. */
  public static PlatformshSettings of(Secret apiToken) {
    return new PlatformshSettings(
        API, AUTH, apiToken, null, null, DEFAULT_POLL_EVERY, SharedRouter.OF_VENDOR);
  }

  /** The same at other addresses. */
  public PlatformshSettings at(URI otherApi, URI otherAuth) {
    return new PlatformshSettings(
        otherApi, otherAuth, apiToken, organization, region, pollEvery, router);
  }

  /** The same for the projects of that organization only. */
  public PlatformshSettings ofOrganization(String id) {
    return new PlatformshSettings(api, auth, apiToken, id, region, pollEvery, router);
  }

  /** The same for the projects of that region only. */
  public PlatformshSettings inRegion(String id) {
    return new PlatformshSettings(api, auth, apiToken, organization, id, pollEvery, router);
  }

  /** The same with another interval between questions. */
  public PlatformshSettings pollingEvery(Duration interval) {
    return new PlatformshSettings(api, auth, apiToken, organization, region, interval, router);
  }

  /** The same behind another router. */
  public PlatformshSettings behind(SharedRouter other) {
    return new PlatformshSettings(api, auth, apiToken, organization, region, pollEvery, other);
  }
}
