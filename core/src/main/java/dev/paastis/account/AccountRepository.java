// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Event;
import dev.paastis.provider.AccountSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where accounts that people added are kept, their credentials encrypted. Every method may block,
 * is safe for use by many threads, and throws {@link dev.paastis.app.StoreUnavailableException}
 * when the store cannot be reached. Each change is told to the other engines.
 */
public interface AccountRepository {
  /** All that are not removed, by name. */
  List<StoredAccount> all();

  /** The account, unless it is unknown, removed, or declared by the file. */
  Optional<StoredAccount> find(UUID id);

  /**
   * Keeps a new account with its event.
   *
   * @throws IllegalArgumentException when its name is taken in the space
   */
  void add(StoredAccount account, Event event);

  /** Replaces what the account says; false when there is no such account. */
  boolean rotate(UUID id, AccountSettings settings, Event event);

  /** Marks the account as production, or no longer; false when there is no such account. */
  boolean mark(UUID id, boolean production, Event event);

  /**
   * Forgets the account's credentials and marks it as removed; its apps and history stay as rows.
   * False when there is no such account.
   */
  boolean remove(UUID id, Instant at, Event event);
}
