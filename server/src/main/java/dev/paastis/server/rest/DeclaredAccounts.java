// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.Account;

/** Which accounts the configuration file declares: those are changed there, not here. */
public interface DeclaredAccounts {
  /** Whether the file declares it. */
  boolean declares(Account account);

  /** Whether the file says that every app on it is production. */
  boolean production(Account account);
}
