// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.clever;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** An order to bring an app up or down and what became of it. Guarded by the platform. */
final class Deployment {
  private final int id;
  private final String uuid;
  private final Instant date;
  private final String action;
  private final int machines;
  private String state = "WIP";

  Deployment(int id, Instant date, String action, int machines) {
    this.id = id;
    this.uuid = "deployment_" + UUID.nameUUIDFromBytes(("d" + id).getBytes(StandardCharsets.UTF_8));
    this.date = date;
    this.action = action;
    this.machines = machines;
  }

  int id() {
    return id;
  }

  String uuid() {
    return uuid;
  }

  Instant date() {
    return date;
  }

  boolean isUnderWay() {
    return state.equals("WIP");
  }

  boolean succeeded() {
    return state.equals("OK");
  }

  void end(String how) {
    state = how;
  }

  Wire.Deployment view() {
    return new Wire.Deployment(
        id, uuid, date.toEpochMilli(), state, action, HostedApp.COMMIT, "api", machines);
  }
}
