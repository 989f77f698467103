// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an account. It does not print its settings, some of which are credentials.
 *
 * @param name unique in the space
 * @param provider kind of platform
 * @param region one of the platform's; the usual one when missing
 * @param settings what it says, credentials among it
 * @param production whether every app on it is production; not when missing
 */
public record AccountRequest(
    String name,
    String provider,
    @Nullable String region,
    @Nullable Map<String, String> settings,
    @Nullable Boolean production) {
  @Override
  public String toString() {
    return "AccountRequest[name=%s, provider=%s, region=%s]".formatted(name, provider, region);
  }
}
