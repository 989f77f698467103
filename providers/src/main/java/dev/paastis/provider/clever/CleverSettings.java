// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.clever;

import dev.paastis.provider.Secret;
import dev.paastis.rest.SharedRouter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account at Clever Cloud.
 *
 * @param base address of the API, {@link #BRIDGE} for API tokens and {@link #API} for signed calls
 * @param credentials who asks
 * @param owners ids of the organisations ({@code orga_...}) or of the user ({@code user_...}) whose
 *     apps count; empty for all that the credentials can see
 * @param zone whose apps count, for example {@code par}; {@code null}: those of all zones
 * @param poll interval between two looks at an operation under way
 * @param router that apps stand behind
 */
public record CleverSettings(
    URI base,
    Credentials credentials,
    List<String> owners,
    @Nullable String zone,
    Duration poll,
    SharedRouter router) {
  /** Where API tokens are understood, and the only place they may be sent to. */
  public static final URI BRIDGE = URI.create("https://api-bridge.clever-cloud.com");

  /** Where signed calls are understood. */
  public static final URI API = URI.create("https://api.clever-cloud.com");

  /**
   * No limit of the API is documented. A look costs two calls, so the members of a group that wake
   * together stay within a few calls a second; the vendor's own client looks every 5 s.
   */
  public static final Duration POLL = Duration.ofSeconds(2);

  /** Validates the values. */
  public CleverSettings {
    owners = List.copyOf(owners);
    if (!poll.isPositive()) {
      throw new IllegalArgumentException("poll must be positive, got: " + poll);
    }
    if (credentials instanceof Credentials.ApiToken && API.getHost().equals(base.getHost())) {
      throw new IllegalArgumentException(
          "an API token may only be sent to " + BRIDGE + ", got: " + base);
    }
  }

  /** Apps of all zones, behind the vendor's router. */
  public CleverSettings(URI base, Credentials credentials, List<String> owners, Duration poll) {
    this(base, credentials, owners, null, poll, SharedRouter.OF_VENDOR);
  }

  /** All apps that an API token can see. */
  public static CleverSettings of(Secret token) {
    return new CleverSettings(BRIDGE, new Credentials.ApiToken(token), List.of(), POLL);
  }

  /** How the account shows who asks. */
  public sealed interface Credentials {
    /**
     * An API token, made with {@code clever tokens create}; it has a date of expiry.
     *
     * @param token its text
     */
    record ApiToken(Secret token) implements Credentials {}

    /**
     * OAuth 1.0a. User tokens end after three months.
     *
     * @param consumerKey of the program
     * @param consumerSecret of the program
     * @param token of the user
     * @param tokenSecret of the user
     */
    record Signed(Secret consumerKey, Secret consumerSecret, Secret token, Secret tokenSecret)
        implements Credentials {}
  }
}
