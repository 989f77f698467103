// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider;

import dev.paastis.app.Account;
import java.util.List;

/** Who wants to know what discovery found, besides the states of the apps that are known. */
public interface Discoveries {
  /** Nobody. */
  Discoveries IGNORED =
      new Discoveries() {
        @Override
        public void listed(Account account, List<DiscoveredApp> apps) {}

        @Override
        public void refused(Account account, Refusal refusal) {}

        @Override
        public void unanswered(Account account, String cause) {}
      };

  /** The platform listed all apps of the account. */
  void listed(Account account, List<DiscoveredApp> apps);

  /** The platform refused to. */
  void refused(Account account, Refusal refusal);

  /** No answer came, or none that makes sense. */
  void unanswered(Account account, String cause);
}
