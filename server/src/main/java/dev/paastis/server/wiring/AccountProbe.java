// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.Account;
import dev.paastis.app.Upstream;
import dev.paastis.wake.Probe;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for apps where their accounts may have them: those that the operator has declared anywhere,
 * others as the gateway does. Safe for use by many threads.
 */
final class AccountProbe implements Probe {
  private final Probe anywhere;
  private final Probe guarded;
  private final Predicate<Account> declared;

  AccountProbe(Probe anywhere, Probe guarded, Predicate<Account> declared) {
    this.anywhere = anywhere;
    this.guarded = guarded;
    this.declared = declared;
  }

  @Override
  public Probe of(Account account) {
    return declared.test(account) ? anywhere : guarded;
  }

  /** Nobody says whose app it is. */
  @Override
  public Sight look(Upstream upstream, @Nullable String path, Duration timeout) {
    return guarded.look(upstream, path, timeout);
  }
}
