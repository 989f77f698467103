// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.UUID;

/**
 * Identifies an app across all providers and accounts; it never changes while the app is known.
 *
 * @param value the identifier as stored
 */
public record AppId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
