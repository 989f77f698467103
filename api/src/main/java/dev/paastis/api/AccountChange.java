// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks to change an account; what is missing stays. It does not print its settings.
 *
 * @param settings what it says from now on, credentials among it
 * @param production whether every app on it is production
 */
public record AccountChange(@Nullable Map<String, String> settings, @Nullable Boolean production) {
  @Override
  public String toString() {
    return "AccountChange[production=" + production + "]";
  }
}
