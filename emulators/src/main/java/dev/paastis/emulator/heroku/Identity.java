// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.emulator.heroku;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What does not change about an app.
 *
 * @param id the app's identifier
 * @param name unique on the platform
 * @param host public host name, {@code null} for an app with internal routing
 * @param region for example {@code eu}
 * @param team owner, {@code null} for an app of a person
 * @param createdAt when it was made
 * @param releasedAt last deployment, {@code null} when nothing was ever deployed
 * @param stage of its pipeline, {@code null} for an app in none
 */
record Identity(
    String id,
    String name,
    @Nullable String host,
    String region,
    @Nullable String team,
    Instant createdAt,
    @Nullable Instant releasedAt,
    @Nullable String stage) {
  /** The same app under another name. */
  Identity named(String other, @Nullable String otherHost) {
    return new Identity(id, other, otherHost, region, team, createdAt, releasedAt, stage);
  }

  /** An app in no pipeline, of a person in the region {@code eu}. */
  static Identity alone(
      String name, @Nullable String host, Instant createdAt, @Nullable Instant releasedAt) {
    return new Identity(name + "-id", name, host, "eu", null, createdAt, releasedAt, null);
  }
}
