// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import java.net.URI;

/** Where requests of an account may go. Safe for use by many threads. */
@FunctionalInterface
public interface AddressRule {
  /** No rule: for accounts of the operator, and for tests of other things. */
  AddressRule ANYWHERE = _ -> Judgement.ALLOWED;

  /** Whether a request may go somewhere. */
  enum Judgement {
    /** It may. */
    ALLOWED,
    /** It may not. */
    REFUSED,
    /** The host has no address, or nobody could say. */
    UNKNOWN
  }

  /** Judges an address by those that its host has now. Blocks for a look-up. */
  Judgement judge(URI base);
}
