// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.rest;

import dev.paastis.app.AppId;
import dev.paastis.stale.StaleCase;

/** What is known of stale apps. Works while the database is away. */
@FunctionalInterface
public interface StaleStates {
  /** What is known of an app. */
  StaleCase of(AppId app);
}
