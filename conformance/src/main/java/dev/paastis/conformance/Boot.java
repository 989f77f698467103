// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

/** How an app boots. */
public enum Boot {
  /** It is up in a while. */
  SUCCEEDS,
  /** It ends by itself. */
  FAILS,
  /** It is never up, and the platform goes on waiting for it. */
  NEVER_ENDS
}
