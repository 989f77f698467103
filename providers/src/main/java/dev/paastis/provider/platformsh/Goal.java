// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.platformsh;

/** What an environment is to become. */
enum Goal {
  AWAKE("environment.resume", "resume", "resumed", Environment.Phase.AWAKE),
  ASLEEP("environment.pause", "pause", "paused", Environment.Phase.ASLEEP),
  /** Nothing of it runs and its data is gone: only its branch is left. */
  INACTIVE("environment.deactivate", "deactivate", "deactivated", Environment.Phase.ABSENT);

  private final String activityType;
  private final String action;
  private final String done;
  private final Environment.Phase phase;

  Goal(String activityType, String action, String done, Environment.Phase phase) {
    this.activityType = activityType;
    this.action = action;
    this.done = done;
    this.phase = phase;
  }

  /** Type of the activity that leads there. */
  String activityType() {
    return activityType;
  }

  /** Last segment of the call that orders it, and name of its link. */
  String action() {
    return action;
  }

  /** The action's participle, for people. */
  String done() {
    return done;
  }

  /** The phase in which it is reached. */
  Environment.Phase phase() {
    return phase;
  }
}
