// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.server.rest.Check;
import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the database answers. It shows in {@code /actuator/health} but not in the readiness:
 * awake apps are served without it, and a platform that took this process away would end that.
 */
public final class DatabaseCheck implements Check, HealthIndicator {
  private final BooleanSupplier available;
  private final boolean embedded;

  /** Looks by that call. */
  public DatabaseCheck(BooleanSupplier available, boolean embedded) {
    this.available = available;
    this.embedded = embedded;
  }

  @Override
  public CheckView look() {
    String name = embedded ? "embedded PostgreSQL" : "PostgreSQL";
    return available.getAsBoolean()
        ? new CheckView(name, "ok", "answers", null)
        : new CheckView(
            name,
            "failed",
            "does not answer; awake apps are still served, nothing can be woken",
            embedded
                ? "wait a moment: it is started again by itself; if it stays so, restart Paastis"
                : "look at the server named by PAASTIS_DATABASE_URL");
  }

  @Override
  public Health health() {
    return available.getAsBoolean() ? Health.up().build() : Health.down().build();
  }
}
