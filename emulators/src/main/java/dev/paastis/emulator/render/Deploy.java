// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.render;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One deploy of a service; guarded by the platform. */
final class Deploy {
  private static final Set<String> UNDER_WAY =
      Set.of("created", "queued", "build_in_progress", "update_in_progress");

  private final String id;
  private final String trigger;
  private final Instant createdAt;
  private String status = "created";
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;

  Deploy(String id, String trigger, Instant createdAt) {
    this.id = id;
    this.trigger = trigger;
    this.createdAt = createdAt;
  }

  /** As on the wire. */
  record Body(
      String id,
      String status,
      String trigger,
      Commit commit,
      String createdAt,
      @Nullable String startedAt,
      @Nullable String finishedAt) {}

  record Commit(String id) {}

  void begin(Instant at) {
    status = "update_in_progress";
    startedAt = at;
  }

  void end(String how, Instant at) {
    status = how;
    finishedAt = at;
  }

  /** Another deploy took its place. */
  void deactivate() {
    status = "deactivated";
  }

  boolean isLive() {
    return status.equals("live");
  }

  boolean isUnderWay() {
    return UNDER_WAY.contains(status);
  }

  String id() {
    return id;
  }

  Body body() {
    return new Body(
        id,
        status,
        trigger,
        new Commit("0a1b2c3"),
        createdAt.toString(),
        startedAt == null ? null : startedAt.toString(),
        finishedAt == null ? null : finishedAt.toString());
  }
}
