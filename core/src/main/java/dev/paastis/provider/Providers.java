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
}
