// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.account;

import dev.paastis.app.Account;
import dev.paastis.provider.DiscoveredApp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found on the accounts. Every method may block, is safe for use by many threads, and
 * throws {@link dev.paastis.app.StoreUnavailableException} when the store cannot be reached.
 */
public interface FoundApps {
  /** Everything ever found on the account that is listed still or was taken over, by name. */
  List<FoundApp> on(Account account);

  /**
   * Keeps a list of the platform: adds, updates, and marks as gone what is not in it.
   *
   * @return whether apps that were taken over are another sort now: by their hosts, traits or
   *     labels
   */
  boolean saw(Account account, List<DiscoveredApp> listed, Instant at);

  /**
   * Takes an app over, or with {@code null} lets go of it; false when there is no such app.
   *
   * @throws IllegalArgumentException when the name is taken in the space
   */
  boolean take(Account account, String ref, FoundApp.@Nullable Taken taken);
}
