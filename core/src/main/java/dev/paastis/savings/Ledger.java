// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.savings;

import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import java.time.Instant;
import java.util.List;

/**
 * The ledger's intervals. They are written with each transition, in the same transaction. Safe for
 * use by many threads; may block.
 */
public interface Ledger {
  /** The app's intervals that touch the time between, oldest first. */
  List<LedgerInterval> intervals(AppId app, Instant from, Instant to);

  /** The intervals of all apps of a space that touch the time between, oldest first. */
  List<LedgerInterval> intervals(SpaceId space, Instant from, Instant to);
}
