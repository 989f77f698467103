// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Account;

/** Finds the provider object of an account. */
public interface Providers {
  /**
   * The account's provider.
   *
   * @throws IllegalStateException when the account is not configured any more
   */
  Provider of(Account account);

  /**
   * How many apps of the account are put to sleep at once. More would only wait for each other's
   * calls, while their visitors wait for them.
   */
  default int sleepsAtOnce(Account account) {
    return 16;
  }
}
