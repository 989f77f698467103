// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.health;

import dev.paastis.api.CheckView;
import dev.paastis.api.GatewayView;
import dev.paastis.server.rest.Check;
import java.util.List;
import java.util.function.Supplier;

/** Whether a gateway of its own process is connected, for an engine that has none itself. */
public final class FarGatewayCheck implements Check {
  private final Supplier<List<GatewayView>> gateways;

  /** Looks at those. */
  public FarGatewayCheck(Supplier<List<GatewayView>> gateways) {
    this.gateways = gateways;
  }

  @Override
  public CheckView look() {
    long connected =
        gateways.get().stream().filter(each -> each.state().equals("connected")).count();
    return connected > 0
        ? new CheckView("gateway", "ok", connected + " connected", null)
        : new CheckView(
            "gateway",
            "failed",
            "this engine has no gateway of its own, and none is connected",
            "start one: ./paastis gateway --engine URL --token-file FILE");
  }
}
