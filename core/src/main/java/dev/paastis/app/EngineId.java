// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.app;

import java.util.UUID;

/**
 * Identifies one run of an engine process: a restart is another engine, so that what an earlier run
 * left half done can be told from what this one is doing.
 *
 * @param value the identifier as stored
 */
public record EngineId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
