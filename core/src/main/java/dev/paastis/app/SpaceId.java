// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.UUID;

/**
 * Identifies a space, a tenant's workspace.
 *
 * @param value the identifier as stored
 */
public record SpaceId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
