// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.platformsh;

import dev.paastis.emulator.Answer;
import dev.paastis.emulator.ListeningApp;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** An environment of a project. Guarded by the {@link World}. */
final class Environment {
  final Project project;
  final String id;
  final String machineName;
  final Type type;
  Status status;
  Deployment deployment;
  Instant deployedAt;
  boolean lastDeploymentSuccessful = true;
  boolean actionsAllowed = true;
  boolean pausableProduction;
  boolean failsToStart;
  boolean booted;

  /** The answer that a resume gets instead of being carried out, if any. */
  @Nullable Answer refusal;

  private @Nullable ListeningApp app;

  Environment(Project project, String id, Type type, Status status, Deployment deployment) {
    this.project = project;
    this.id = id;
    this.type = type;
    this.status = status;
    this.deployment = deployment;
    this.deployedAt = project.createdAt;
    this.booted = status == Status.ACTIVE;
    String plain = id.replaceAll("[^a-z0-9]+", "-");
    this.machineName = plain + "-" + Integer.toString((id.hashCode() & 0xffffff) | 0x1000000, 36);
  }

  /** What it is for. */
  enum Type {
    PRODUCTION,
    STAGING,
    DEVELOPMENT
  }

  /** How it is when nothing is being done to it. */
  enum Status {
    ACTIVE,
    PAUSED,
    INACTIVE
  }

  /** How clients of the emulator name it. */
  String ref() {
    return project.id + ":" + id;
  }

  String host() {
    return machineName + "-" + project.id + "." + project.siteRegion() + ".platformsh.site";
  }

  boolean busy() {
    return project.activities.stream().anyMatch(a -> a.unfinished() && a.environment == this);
  }

  boolean mayBePaused() {
    return status == Status.ACTIVE
        && (type != Type.PRODUCTION || pausableProduction)
        && mayBeActedOn();
  }

  boolean mayBeResumed() {
    return status == Status.PAUSED && mayBeActedOn();
  }

  boolean mayBeDeactivated() {
    return status != Status.INACTIVE && type != Type.PRODUCTION && mayBeActedOn();
  }

  boolean mayBeDeleted() {
    return status == Status.INACTIVE && type != Type.PRODUCTION && mayBeActedOn();
  }

  /** The port of the app, which starts to listen when first asked. */
  int port(InstantSource clock) {
    if (app == null) {
      app = ListeningApp.start(project.title + " " + id, clock);
    }
    return app.port();
  }

  void silence() {
    booted = false;
    if (app != null) {
      app.close();
      app = null;
    }
  }

  private boolean mayBeActedOn() {
    return actionsAllowed && !project.suspended && !busy();
  }
}
