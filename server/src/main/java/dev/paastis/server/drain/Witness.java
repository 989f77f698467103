// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.drain;

import dev.paastis.app.AppId;
import dev.paastis.gateway.route.IgnoreMatcher;

/** Told of visits that others saw. */
public interface Witness {
  /** Notes a visit of that app, unless an ignore rule names it; says whether it counted. */
  boolean seen(AppId app, IgnoreMatcher.Asked visit);
}
