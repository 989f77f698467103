// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.rule;

import dev.paastis.gateway.resolve.AddressBlocks;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask; each part {@code null} where nothing is said.
 *
 * @param allow nobody else may
 * @param deny these may not, even if allowed
 * @param auth what they must know
 * @param rate how often
 * @param bodyLimit how many bytes they may send, zero for any number
 */
public record Guard(
    @Nullable AddressBlocks allow,
    @Nullable AddressBlocks deny,
    @Nullable BasicAuth auth,
    @Nullable RateLimit rate,
    @Nullable Long bodyLimit) {
  /** Nothing is said. */
  public static final Guard UNSAID = new Guard(null, null, null, null, null);
}
