// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

/** How urgent a call to a platform's API is, the most urgent first. */
public enum Priority {
  /** A visitor waits for it. */
  WAKE,
  /** It saves money; a minute later will do. */
  SLEEP,
  /** It only looks. */
  DISCOVERY
}
