// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.console;

import dev.paastis.api.AppView;

/**
 * A line of the list of apps.
 *
 * @param app the app
 * @param strip its recent history
 * @param restraint what the rules keep from it now
 */
public record Row(AppView app, Strip strip, Restraint restraint) {}
