// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.provider.AccountSettings;
import java.time.Instant;

/**
 * An account that people added, as opposed to one that the configuration file declares.
 *
 * @param account which
 * @param settings what it says, credentials included
 * @param production whether every app on it is production
 * @param addedAt when
 */
public record StoredAccount(
    Account account, AccountSettings settings, boolean production, Instant addedAt) {}
