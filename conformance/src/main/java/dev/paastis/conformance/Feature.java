// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.conformance;

/**
 * What a platform, or the means to drive it in a test, may lack. A rig names what it lacks with a
 * reason, and the tests of it are then reported as skipped, with that reason.
 */
public enum Feature {
  /** A fleet of ten thousand apps. */
  MANY_APPS,
  /** A network between provider and platform, which can fail. */
  NETWORK,
  /** Answers that say "too many requests". */
  RATE_LIMIT,
  /** Credentials, which can be revoked. */
  CREDENTIALS,
  /** Credentials that allow less than a provider needs. */
  RESTRICTED_CREDENTIALS,
  /** Credentials that end at a known time. */
  EXPIRING_CREDENTIALS,
  /** A clock of the platform's own, which can be moved against the provider's. */
  CLOCK,
  /** A number of its calls that the platform tells. */
  CALL_COUNT,
  /**
   * A formation that somebody else can change while the app is asleep, and that a start restores.
   */
  FORMATION,
  /** Somebody else starts an app. */
  START_BY_HAND,
  /** Somebody else stops an app. */
  STOP_BY_HAND,
  /** Somebody else gives an app another name. */
  RENAME,
  /** Somebody else gives an app away, to an account that we do not see. */
  TRANSFER,
  /** Somebody else deletes an app. */
  DELETION,
  /** An order to start that is refused for money, rights or sense. */
  REFUSED_START,
  /** A start after which the web process runs and another does not. */
  PARTIAL_START,
  /** A start that begins well, after which the app ends by itself. */
  FAILING_BOOT,
  /** A start that never ends. */
  ENDLESS_START,
  /** A stop that never ends. */
  ENDLESS_STOP
}
