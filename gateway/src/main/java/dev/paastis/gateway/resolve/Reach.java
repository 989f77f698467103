// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.resolve;

import dev.paastis.app.Account;

/** At which addresses the gateway looks for an app: as far as its account is trusted. */
public enum Reach {
  /** Wherever it says, this machine and its networks included: the operator has declared it. */
  ANYWHERE,
  /**
   * On the Internet, and at what the operator allows besides. Somebody else has said where the app
   * is, and must not have the gateway ask this machine, its neighbours or the cloud it runs in.
   */
  PUBLIC;

  /** What holds where nothing else is known: only processes of this machine are near. */
  public static Reach of(Account account) {
    return account.provider().equals(Account.LOCAL) ? ANYWHERE : PUBLIC;
  }
}
