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
 */
record Identity(
    String id,
    String name,
    @Nullable String host,
    String region,
    @Nullable String team,
    Instant createdAt,
    @Nullable Instant releasedAt) {}
