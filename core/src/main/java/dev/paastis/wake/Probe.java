// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.Account;
import dev.paastis.app.Upstream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks whether an app answers. Blocks at most for the given time; never throws. */
public interface Probe {
  /**
   * Whether the app answers.
   *
   * @param upstream where
   * @param path must answer 2xx or 3xx; {@code null}: accepting a connection is enough, and of a
   *     shared router, which accepts for all its apps, that it finds the app
   * @param timeout how long to wait
   */
  boolean answers(Upstream upstream, @Nullable String path, Duration timeout);

  /** The probe for apps of that account, where not all apps may be looked for everywhere. */
  default Probe of(Account account) {
    return this;
  }
}
