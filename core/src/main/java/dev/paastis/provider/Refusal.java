// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

/**
 * Why a provider did not do what it was asked.
 *
 * @param kind what it means to us
 * @param message what it said, for people, with what to do where that is known
 */
public record Refusal(Kind kind, String message) {
  /** What a refusal means. */
  public enum Kind {
    /** There is no such app at the provider. */
    NOT_FOUND,
    /** The credentials are wrong, expired or revoked. */
    UNAUTHORIZED,
    /** The credentials do not allow this. */
    FORBIDDEN,
    /** The platform's address is one where an account of its owner may not have Paastis ask. */
    ADDRESS_REFUSED,
    /** A quota or a payment stands in the way. */
    QUOTA,
    /** Too many calls; later. */
    RATE_LIMITED,
    /** The app cannot be started as it is configured, for example a command that does not exist. */
    INVALID,
    /** The app stopped by itself while it was being started. */
    CRASHED
  }
}
