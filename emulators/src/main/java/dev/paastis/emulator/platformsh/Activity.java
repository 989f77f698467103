// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that the platform does to an environment. Guarded by the {@link World}. */
final class Activity {
  final String id;
  final String type;
  final Environment environment;
  final Instant createdAt;
  State state = State.PENDING;
  @Nullable Instant startedAt;
  @Nullable Instant completedAt;

  /** Why it failed; {@code null} while it has not. */
  @Nullable String failure;

  Activity(String id, String type, Environment environment, Instant createdAt) {
    this.id = id;
    this.type = type;
    this.environment = environment;
    this.createdAt = createdAt;
  }

  /** How far it is. */
  enum State {
    PENDING,
    IN_PROGRESS,
    COMPLETE
  }

  boolean unfinished() {
    return state != State.COMPLETE;
  }
}
