// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.budget;

import dev.paastis.provider.AddressRule;
import dev.paastis.provider.ApiBudget;
import dev.paastis.provider.ApiLimit;
import dev.paastis.provider.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A budget whose calls may not go everywhere.
 *
 * @param calls how many there may be
 * @param addresses where they may go
 */
public record GuardedBudget(ApiBudget calls, AddressRule addresses) implements ApiBudget {
  @Override
  public @Nullable Duration admit(ApiLimit limit, Call call) throws InterruptedException {
    return calls.admit(limit, call);
  }

  @Override
  public void learn(ApiLimit limit, Reading reading) {
    calls.learn(limit, reading);
  }

  @Override
  public boolean paces() {
    return calls.paces();
  }
}
