// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import java.math.BigDecimal;

/** A virtual machine of an app. Guarded by the platform. */
final class Machine {
  private final int number;
  private final String flavor;
  private final Deployment order;
  private String state = "BOOTING";

  Machine(int number, String flavor, Deployment order) {
    this.number = number;
    this.flavor = flavor;
    this.order = order;
  }

  Deployment order() {
    return order;
  }

  String state() {
    return state;
  }

  boolean isUp() {
    return state.equals("UP");
  }

  void become(String next) {
    state = next;
  }

  BigDecimal perHour() {
    return Flavor.named(flavor).map(Flavor::perHour).orElse(BigDecimal.ZERO);
  }

  Wire.Instance view(String app) {
    return new Wire.Instance(
        "inst-" + order.id() + "-" + number,
        app,
        "10.2." + order.id() % 250 + "." + (number + 4),
        8080,
        state,
        new Wire.Named(flavor),
        HostedApp.COMMIT,
        order.uuid(),
        number,
        "Sleepy Ponyta");
  }
}
