// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.wake;

import dev.paastis.app.Account;
import dev.paastis.app.Upstream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks whether an app answers. Blocks at most for the given time; never throws. */
public interface Probe {
  /** What a look at an app showed. */
  enum Sight {
    /** The app answers. */
    ANSWERS,
    /** It does not, or not yet. */
    SILENT,
    /** It is nowhere but where this probe does not look, and so will never be seen to answer. */
    OUT_OF_BOUNDS
  }

  /**
   * Looks once.
   *
   * @param upstream where
   * @param path must answer 2xx or 3xx; {@code null}: accepting a connection is enough, and of a
   *     shared router, which accepts for all its apps, that it finds the app
   * @param timeout how long to wait
   */
  Sight look(Upstream upstream, @Nullable String path, Duration timeout);

  /** Whether the app answers such a look. */
  default boolean answers(Upstream upstream, @Nullable String path, Duration timeout) {
    return look(upstream, path, timeout) == Sight.ANSWERS;
  }

  /** The probe for apps of that account, where not all apps may be looked for everywhere. */
  default Probe of(Account account) {
    return this;
  }
}
