// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.api.ErrorCode;
import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.SpaceId;
import dev.paastis.app.TrackedApp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds the apps of one space, by id or name. Works while the database is away. */
public final class AppFinder {
  private final AppDirectory directory;

  /** Looks in that directory. */
  public AppFinder(AppDirectory directory) {
    this.directory = directory;
  }

  /**
   * The app.
   *
   * @throws ProblemException {@code app-not-found}
   */
  public TrackedApp get(SpaceId space, String idOrName) {
    return find(space, idOrName)
        .orElseThrow(() ->
            new ProblemException(
                ErrorCode.APP_NOT_FOUND,
                "no app has the id or name '" + idOrName + "'; GET /api/v1/apps lists them"));
  }

  /** The app, if the space has it. */
  public Optional<TrackedApp> find(SpaceId space, String idOrName) {
    return directory
        .find(space, idOrName)
        .or(() -> byId(idOrName).filter(app -> app.app().space().equals(space)));
  }

  /** All apps of the space, by name. */
  public List<TrackedApp> all(SpaceId space) {
    return directory.all().stream().filter(app -> app.app().space().equals(space)).toList();
  }

  /** The members of the app's group in wake order, or the app alone. */
  public List<TrackedApp> groupOf(TrackedApp app) {
    return directory.groupOf(app);
  }

  private Optional<TrackedApp> byId(String text) {
    try {
      return directory.find(new AppId(UUID.fromString(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
