// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Which links in messages were used. Safe for use by many threads and engines; may block. */
public interface UsedLinks {
  /** When the link of that message was used, if it was. */
  Optional<Instant> usedAt(UUID message, String action);

  /** Uses a link up: empty for one caller only, the time of that use for all others. */
  Optional<Instant> use(UUID message, String action, Instant now, Instant expiresAt);
}
