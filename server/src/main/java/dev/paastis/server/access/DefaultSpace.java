// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.access;

import dev.paastis.app.SpaceId;

/**
 * The space that people see who sign in by a link.
 *
 * @param id identifies it
 * @param name its name
 */
public record DefaultSpace(SpaceId id, String name) {}
